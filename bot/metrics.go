package bot

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics count what the bot does. They hold no name and no id.
type metrics struct {
	connected atomic.Bool
	acks      *prometheus.HistogramVec
	sent      *prometheus.CounterVec
}

func newMetrics() *metrics {
	return &metrics{
		acks: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "oneonone_ack_seconds",
			Help:    "From an envelope's arrival to its ack. Slack waits three seconds.",
			Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 2, 3},
		}, []string{"type"}),
		sent: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "oneonone_messages_total",
			Help: "Messages sent or drawn anew, by kind and outcome.",
		}, []string{"kind", "outcome"}),
	}
}

// Connected says whether the bot is connected to Slack.
func (b *Bot) Connected() bool { return b.metrics.connected.Load() }

// Collectors are the bot's metrics.
func (b *Bot) Collectors() []prometheus.Collector {
	return []prometheus.Collector{b.metrics.acks, b.metrics.sent}
}

func (m *metrics) acked(kind string, since time.Time) {
	m.acks.WithLabelValues(kind).Observe(time.Since(since).Seconds())
}

func (m *metrics) delivered(kind string, err error) {
	outcome := "sent"
	if err != nil {
		outcome = "failed"
	}
	m.sent.WithLabelValues(kind, outcome).Inc()
}
