package bot

import (
	"context"
	"sync"
	"time"
)

// lanes runs work side by side, but one person's in the order it came: what
// someone pressed second never overtakes what they pressed first. The zero
// lanes are ready.
type lanes struct {
	mu    sync.Mutex
	by    map[string][]func()
	idle  chan struct{} // closed when nothing runs; nil while nothing does
	slots chan struct{} // bounds how many run at once
}

// side is how many people are served at the same moment.
const side = 32

// add puts work behind whatever the person still waits for, and says whether it
// has to wait: for that, or because so many are served already.
func (l *lanes) add(person string, work func()) (waits bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by == nil {
		l.by, l.slots = map[string][]func(){}, make(chan struct{}, side)
	}
	if len(l.by) == 0 {
		l.idle = make(chan struct{})
	}
	queue, running := l.by[person]
	l.by[person] = append(queue, work)
	if !running {
		go l.run(person)
	}
	return running || len(l.by) > side
}

func (l *lanes) run(person string) {
	for {
		l.mu.Lock()
		queue := l.by[person]
		if len(queue) == 0 {
			delete(l.by, person)
			if len(l.by) == 0 {
				close(l.idle)
				l.idle = nil
			}
			l.mu.Unlock()
			return
		}
		work := queue[0]
		l.by[person] = queue[1:]
		l.mu.Unlock()
		l.slots <- struct{}{}
		work()
		<-l.slots
	}
}

// await returns when what the person waits for already is done, or after so long.
func (l *lanes) await(person string, most time.Duration) {
	l.mu.Lock()
	_, running := l.by[person]
	l.mu.Unlock()
	if !running {
		return
	}
	done := make(chan struct{})
	l.add(person, func() { close(done) })
	select {
	case <-done:
	case <-time.After(most):
	}
}

// wait returns when nothing is being worked on.
func (l *lanes) wait(ctx context.Context) error {
	for {
		l.mu.Lock()
		idle := l.idle
		l.mu.Unlock()
		if idle == nil {
			return nil
		}
		select {
		case <-idle:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
