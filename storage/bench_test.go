package storage_test

import (
	"database/sql"
	"fmt"
	"oneonone"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkPlan plans a talk: the meeting and the five messages it calls for in
// one transaction. "x-insert" is how many bare inserts of one row, synced to the
// same disk in the same run, that takes.
func BenchmarkPlan(b *testing.B) {
	w := newWorld(b)
	bare, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	bare.SetMaxOpenConns(1)
	if _, err := bare.Exec(`create table row (id integer primary key, words blob not null) strict`); err != nil {
		b.Fatal(err)
	}
	insert, err := bare.Prepare(`insert into row (words) values ($1)`)
	if err != nil {
		b.Fatal(err)
	}
	words := make([]byte, 200)
	var plans, inserts time.Duration
	n := 0
	for b.Loop() {
		n++
		w.clock.Advance(time.Hour) // there are only so many invitations a day
		plan := at(w.clock.Now().Add(72 * time.Hour))
		began := time.Now()
		if _, err := w.Plan(b.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, fmt.Sprint(n), plan); err != nil {
			b.Fatal(err)
		}
		planned := time.Now()
		plans += planned.Sub(began)
		b.StopTimer()
		if _, err := insert.Exec(words); err != nil {
			b.Fatal(err)
		}
		inserts += time.Since(planned)
		b.StartTimer()
	}
	b.ReportMetric(float64(plans)/float64(inserts), "x-insert")
}
