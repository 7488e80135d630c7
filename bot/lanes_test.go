package bot

import (
	"testing"
	"time"
)

// Whoever waits for a person's lane goes on once what was in it is done, and not
// before; another's is not waited for.
func TestLanesAwait(t *testing.T) {
	var l lanes
	begun, end := make(chan struct{}), make(chan struct{})
	l.await("sam", time.Hour) // nothing to wait for
	l.add("sam", func() { close(begun); <-end })
	<-begun
	l.await("ana", time.Hour)
	var drawn bool
	l.add("sam", func() { drawn = true })
	waited := make(chan bool)
	go func() {
		l.await("sam", time.Hour)
		waited <- drawn
	}()
	select {
	case <-waited:
		t.Fatal("it went ahead")
	default:
	}
	close(end)
	if !<-waited {
		t.Error("what was in the lane was not done")
	}

	// What hangs is not waited for to the end.
	hangs := make(chan struct{})
	defer close(hangs)
	l.add("sam", func() { <-hangs })
	l.await("sam", time.Millisecond)
}

// Work says that it waits behind the same person's, and behind everybody's where
// so many are served already: what only shows something is then acked beside it.
func TestLanesAdd(t *testing.T) {
	var l lanes
	end := make(chan struct{})
	begun := make(chan struct{}, side)
	hangs := func() { begun <- struct{}{}; <-end }
	for i := range side {
		if l.add(string(rune('a'+i)), hangs) {
			t.Errorf("the %d. waits", i+1)
		}
	}
	for range side {
		<-begun
	}
	if !l.add("a", hangs) {
		t.Error("behind the same person's it does not wait")
	}
	if !l.add("somebody else", hangs) {
		t.Error("with so many served it does not wait")
	}
	close(end)
	if err := l.wait(t.Context()); err != nil {
		t.Error(err)
	}
	if l.add("somebody else", func() {}) {
		t.Error("when all is done it waits")
	}
}
