package bot

import (
	"crypto/sha256"
	"encoding/json"
	"sync"
)

// rememberLast is how many keys recent and drawn remember. Forgetting is
// harmless: a modal is opened twice, a card drawn again as it is, and a press that Slack
// tells of hours later counts once more.
const rememberLast = 4096

// recent remembers the last keys it was asked about. The zero recent is empty.
type recent struct {
	mu   sync.Mutex
	seen map[string]bool
	ring [rememberLast]string
	at   int
}

// has says whether the key is among them.
func (r *recent) has(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[key]
}

// first says whether the key is new, and remembers it.
func (r *recent) first(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen[key] {
		return false
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	delete(r.seen, r.ring[r.at])
	r.ring[r.at], r.seen[key] = key, true
	r.at = (r.at + 1) % len(r.ring)
	return true
}

// drawn remembers what was drawn last in a place, so that the same is not drawn
// again: people would read "edited" where nothing was. The zero drawn is empty.
type drawn struct {
	mu   sync.Mutex
	last map[string][sha256.Size]byte
}

// differs says whether what is to be drawn is not what was drawn last in the
// place, and remembers it.
func (d *drawn) differs(place string, what any) bool {
	text, err := json.Marshal(what)
	if err != nil {
		return true
	}
	sum := sha256.Sum256(text)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.last[place] == sum {
		return false
	}
	if d.last == nil || len(d.last) >= rememberLast {
		d.last = map[string][sha256.Size]byte{}
	}
	d.last[place] = sum
	return true
}

// forget has the place drawn again, whatever is to be drawn.
func (d *drawn) forget(place string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.last, place)
}
