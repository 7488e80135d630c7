package sandbox

import "maps"

// ledger are things by their key, of which the old ones are forgotten. It is looked through
// when it has grown to twice what was left the last time: so each entry costs the same,
// however many there are that cannot go yet. The zero ledger is empty.
type ledger[V any] struct {
	of   map[string]V
	left int
}

func (l *ledger[V]) at(key string) V { return l.of[key] }

// put takes an entry in. Old says of one that it may be forgotten.
func (l *ledger[V]) put(key string, v V, old func(V) bool) {
	if l.of == nil {
		l.of = map[string]V{}
	}
	if len(l.of) >= max(remembered, 2*l.left) {
		maps.DeleteFunc(l.of, func(_ string, v V) bool { return old(v) })
		l.left = len(l.of)
	}
	l.of[key] = v
}

func (l *ledger[V]) forget(key string) { delete(l.of, key) }
