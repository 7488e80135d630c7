package reminders_test

import (
	"testing"
	"time"

	"oneonone"
	"oneonone/storage"
)

// BenchmarkTickNothingDue looks at an outbox of 100,000 rows of which none is
// due, half of them sent long ago. "x-query" is how many times the same question,
// prepared and asked bare of the same file in the same run, that takes.
func BenchmarkTickNothingDue(b *testing.B) {
	w := mustWorld(b)
	sam := w.mustMember(b, "USAM")
	tx, err := w.raw.Begin()
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.Prepare(`insert into outbox (id, owner, receiver, kind, subject, occurrence, due_at, state)
		values ($1, $2, $2, 'prep', $1, '1', $3, $4)`)
	if err != nil {
		b.Fatal(err)
	}
	for i := range 100_000 {
		state, due := "waiting", monday.Add(time.Duration(i+1)*time.Minute)
		if i%2 == 0 {
			state, due = "sent", monday.Add(-time.Duration(i)*time.Minute)
		}
		if _, err := insert.Exec(oneonone.NewID(), sam.ID, due.Unix(), state); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	bare, err := w.raw.Prepare(storage.DueQuery)
	if err != nil {
		b.Fatal(err)
	}
	var ticks, queries time.Duration
	for b.Loop() {
		began := time.Now()
		w.mustTick(b)
		ticked := time.Now()
		ticks += ticked.Sub(began)
		b.StopTimer()
		var due bool
		if err := bare.QueryRow(monday.Unix(), ticked.UnixMilli()).Scan(&due); err != nil || due {
			b.Fatal(due, err)
		}
		queries += time.Since(ticked)
		b.StartTimer()
	}
	b.ReportMetric(float64(ticks)/float64(queries), "x-query")
}
