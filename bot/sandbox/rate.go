package sandbox

import (
	"math"
	"time"
)

// messageBurst is how many messages a channel takes before it is held to one a
// second.
const messageBurst = 5

// bucket is a token bucket on real time.
type bucket struct {
	left float64
	at   time.Time
}

// limit holds a call to Slack's published rates when Options.RateLimits is on.
func (w *Workspace) limit(c *call, m method) *apiError {
	if !w.opts.RateLimits {
		return nil
	}
	if wait := w.spend(c.method, float64(m.tier), float64(m.tier)/60); wait > 0 {
		return &apiError{code: "ratelimited", retry: wait}
	}
	if c.method == "chat.postMessage" {
		if wait := w.spend("channel "+c.str("channel"), messageBurst, 1); wait > 0 {
			return &apiError{code: "ratelimited", retry: wait}
		}
	}
	return nil
}

// spend takes one from a bucket, or says for how many seconds to wait.
func (w *Workspace) spend(name string, size, perSecond float64) int {
	now := time.Now()
	b := w.rates[name]
	if b == nil {
		b = &bucket{left: size, at: now}
		w.rates[name] = b
	}
	b.left = min(size, b.left+now.Sub(b.at).Seconds()*perSecond)
	b.at = now
	if b.left < 1 {
		return max(1, int(math.Ceil((1-b.left)/perSecond)))
	}
	b.left--
	return 0
}
