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
