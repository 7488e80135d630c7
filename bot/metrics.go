package bot

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
	"github.com/slack-go/slack/socketmode"
)

// counts count what the bot does. They hold no name and no id.
type counts struct {
	connected atomic.Bool
	set       *metrics.Set
	acks      map[socketmode.EventType]*spread // by what was acknowledged
}

func newCounts() *counts {
	c := &counts{set: metrics.NewSet(), acks: map[socketmode.EventType]*spread{}}
	for _, of := range []socketmode.EventType{socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI} {
		c.acks[of] = newSpread(c.set, "oneonone_ack_seconds", fmt.Sprintf("type=%q", of))
	}
	return c
}

// Connected says whether the bot is connected to Slack.
func (b *Bot) Connected() bool { return b.counts.connected.Load() }

// WriteMetrics writes the bot's metrics in Prometheus' text format.
func (b *Bot) WriteMetrics(w io.Writer) { b.counts.set.WritePrometheus(w) }

// acked counts an acknowledgement, by how long it took.
func (c *counts) acked(of socketmode.EventType, since time.Time) {
	if s := c.acks[of]; s != nil {
		s.add(time.Since(since).Seconds())
	}
}

// delivered counts a message sent or drawn anew.
func (c *counts) delivered(kind string, err error) {
	outcome := "sent"
	if err != nil {
		outcome = "failed"
	}
	c.set.GetOrCreateCounter(fmt.Sprintf("oneonone_messages_total{kind=%q,outcome=%q}", kind, outcome)).Inc()
}

// spread counts seconds by how many there are of at most so much, as a histogram of
// Prometheus does: the library's own has buckets that other dashboards cannot read.
type spread struct {
	buckets []*metrics.Counter // one for each of spreadMost, and one for all
	sum     *metrics.FloatCounter
	count   *metrics.Counter
}

// spreadMost are the upper ends of the buckets, in seconds: Slack waits three.
var spreadMost = []float64{.001, .003, .01, .03, .1, .3, 1, 2, 3}

func newSpread(set *metrics.Set, name, label string) *spread {
	s := &spread{
		sum:   set.NewFloatCounter(fmt.Sprintf("%s_sum{%s}", name, label)),
		count: set.NewCounter(fmt.Sprintf("%s_count{%s}", name, label)),
	}
	for _, most := range spreadMost {
		s.buckets = append(s.buckets, set.NewCounter(fmt.Sprintf("%s_bucket{%s,le=\"%g\"}", name, label, most)))
	}
	s.buckets = append(s.buckets, set.NewCounter(fmt.Sprintf("%s_bucket{%s,le=\"+Inf\"}", name, label)))
	return s
}

func (s *spread) add(seconds float64) {
	for i, bucket := range s.buckets {
		if i == len(spreadMost) || seconds <= spreadMost[i] {
			bucket.Inc()
		}
	}
	s.sum.Add(seconds)
	s.count.Inc()
}
