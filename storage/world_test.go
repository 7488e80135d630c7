package storage_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"oneonone"
	"oneonone/storage"
)

// clock is a present that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

func (c *clock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }

// monday is when every test begins: 10:00 in Lisbon and London in summer.
var monday = time.Date(2026, time.June, 8, 9, 0, 0, 0, time.UTC)

// thursday18 is when talks take place unless a test says otherwise.
var thursday18 = time.Date(2026, time.June, 11, 18, 0, 0, 0, time.UTC)

// world is a database with people in it: sam and joao organize, ana and mei are
// invited. All live in UTC, so that instants read as they are shown.
type world struct {
	*storage.DB
	clock               *clock
	path                string
	sam, ana, joao, mei oneonone.Member
	who                 map[oneonone.ID]string
	raw                 *sql.DB
	marked, submissions int
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{clock: &clock{at: monday}, path: filepath.Join(tb.TempDir(), "oneonone.db"), who: map[oneonone.ID]string{}}
	w.DB = MustOpen(tb, w.path, w.clock.Now)
	for slackID, m := range map[string]*oneonone.Member{"U0SAM": &w.sam, "U0ANA": &w.ana, "U0JOAO": &w.joao, "U0MEI": &w.mei} {
		*m = MustMember(tb, w.DB, slackID, time.UTC)
		w.who[m.ID] = strings.ToLower(slackID[2:])
	}
	w.raw = MustRaw(tb, w.path)
	return w
}

// MustOpen opens the database at path, with its key beside it.
func MustOpen(tb testing.TB, path string, now func() time.Time) *storage.DB {
	tb.Helper()
	db, err := storage.Open(tb.Context(), storage.Options{Path: path, KeyFile: path + ".key", Now: now})
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}

// MustRaw looks into the file beside the package, as a thief or a second
// program would.
func MustRaw(tb testing.TB, path string) *sql.DB {
	tb.Helper()
	raw, err := sql.Open("sqlite", "file:"+path+"?_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { raw.Close() })
	return raw
}

func MustMember(tb testing.TB, db *storage.DB, slackID string, zone *time.Location) oneonone.Member {
	tb.Helper()
	m, err := db.Member(tb.Context(), slackID, zone)
	if err != nil {
		tb.Fatalf("member %s: %v", slackID, err)
	}
	return m
}

func MustZone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

// aPlan is a plan for Thursday at 18:00.
func aPlan() oneonone.Plan {
	return oneonone.Plan{
		Purpose: "You spoke up about the buses", Place: "The library", Start: thursday18,
		Kind: oneonone.Recruitment, Length: 45 * time.Minute, Notice: oneonone.NoticeInvite,
	}
}

// at is aPlan at another time.
func at(start time.Time) oneonone.Plan {
	p := aPlan()
	p.Start = start
	return p
}

// MustPlan plans a talk of an organizer's from a modal of its own.
func (w *world) MustPlan(tb testing.TB, organizer, member oneonone.Member, p oneonone.Plan) oneonone.Meeting {
	tb.Helper()
	w.submissions++
	m, err := w.Plan(tb.Context(), organizer.ID, oneonone.Whom{Member: member.ID}, fmt.Sprintf("V%d/plan", w.submissions), p)
	if err != nil {
		tb.Fatalf("plan: %v", err)
	}
	return m
}

// MustChange runs a rule for the organizer.
func (w *world) MustChange(tb testing.TB, m oneonone.Meeting, rule func(*oneonone.Meeting) error) oneonone.Meeting {
	tb.Helper()
	m, err := w.ChangeMeeting(tb.Context(), m.Organizer, m.ID, rule)
	if err != nil {
		tb.Fatalf("change meeting: %v", err)
	}
	return m
}

// MustAnswer runs a rule for the person met.
func (w *world) MustAnswer(tb testing.TB, m oneonone.Meeting, rule func(*oneonone.Meeting) error) {
	tb.Helper()
	if _, err := w.AnswerInvitation(tb.Context(), m.Member, m.ID, rule); err != nil {
		tb.Fatalf("answer: %v", err)
	}
}

// The rules as handlers pass them on.
func (w *world) accept(m *oneonone.Meeting) error  { return m.Accept(w.clock.Now()) }
func (w *world) confirm(m *oneonone.Meeting) error { return m.Confirm(w.clock.Now()) }
func (w *world) decline(m *oneonone.Meeting) error {
	return m.Decline(oneonone.NotForMe, w.clock.Now())
}
func (w *world) cannot(m *oneonone.Meeting) error {
	return m.Decline(oneonone.CannotCome, w.clock.Now())
}
func (w *world) hourBefore(m *oneonone.Meeting) error { return m.RemindHourBefore(w.clock.Now()) }
func (w *world) met(m *oneonone.Meeting) error        { return m.WeMet(w.clock.Now()) }
func (w *world) missed(m *oneonone.Meeting) error     { return m.DidNotHappen(w.clock.Now()) }
func noted(m *oneonone.Meeting) error                 { return m.Noted(oneonone.LineNone) }

// window names another window each time.
func (w *world) window() string {
	w.submissions++
	return fmt.Sprintf("V%d/window", w.submissions)
}

// MustReflect writes about a talk.
func (w *world) MustReflect(tb testing.TB, m oneonone.Meeting, remember, promise string) oneonone.Reflection {
	tb.Helper()
	r, err := w.Reflect(tb.Context(), w.window(), oneonone.Reflection{Organizer: m.Organizer, Meeting: m.ID, Remember: remember, Promise: promise})
	if err != nil {
		tb.Fatalf("reflect: %v", err)
	}
	return r
}

// outbox lists the rows in a state, "kind/occurrence to receiver", oldest due
// first; of one subject, or of all when it is zero.
func (w *world) outbox(tb testing.TB, state string, subject oneonone.ID) []string {
	tb.Helper()
	rows, err := w.raw.QueryContext(tb.Context(), `select kind, occurrence, receiver, due_at from outbox
		where state = $1 and (subject = $2 or $2 is null)`, state, subject)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	type line struct {
		due  int64
		text string
	}
	var lines []line
	for rows.Next() {
		var kind, occurrence string
		var to oneonone.ID
		var due int64
		if err := rows.Scan(&kind, &occurrence, &to, &due); err != nil {
			tb.Fatal(err)
		}
		if kind == "card" {
			occurrence = "*"
		}
		lines = append(lines, line{due, kind + "/" + occurrence + " to " + w.who[to]})
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.text, b.text)) })
	out := []string{}
	for _, l := range lines {
		out = append(out, l.text)
	}
	return out
}

// dueAt is when a waiting row of a subject is due.
func (w *world) dueAt(tb testing.TB, subject oneonone.ID, kind oneonone.NudgeKind, occurrence string) time.Time {
	tb.Helper()
	var due int64
	err := w.raw.QueryRowContext(tb.Context(), `select due_at from outbox where subject = $1 and kind = $2 and occurrence = $3 and state = 'waiting'`,
		subject, string(kind), occurrence).Scan(&due)
	if err != nil {
		tb.Fatalf("due of %s/%s: %v", kind, occurrence, err)
	}
	return time.Unix(due, 0).UTC()
}

// dump is everything that stands in the database but the proof of the key, a
// row a line. Sealed values are compared as they are: sealed again, the same
// words look different, so equal dumps mean that nothing was written.
func (w *world) dump(tb testing.TB) []string {
	tb.Helper()
	return w.dumpOf(tb, "member", "person", "meeting", "reflection", "note", "submission", "followup", "question_shown", "ask", "word", "outbox")
}

// dumpOf is dump of some tables.
func (w *world) dumpOf(tb testing.TB, tables ...string) []string {
	tb.Helper()
	out := []string{}
	for _, table := range tables {
		rows, err := w.raw.QueryContext(tb.Context(), `select * from `+table)
		if err != nil {
			tb.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			tb.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				tb.Fatal(err)
			}
			line := table
			for i, v := range values {
				line += fmt.Sprintf(" %s=%x", columns[i], *v.(*any))
			}
			out = append(out, line)
		}
		if err := rows.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	slices.Sort(out)
	return out
}

// lease outlives every test: leases end where a test says so.
const lease = time.Hour

// MustClaim takes what is due next; nil when nothing is.
func (w *world) MustClaim(tb testing.TB) *storage.Claim {
	tb.Helper()
	c, err := w.Claim(tb.Context(), lease)
	if err != nil {
		tb.Fatalf("claim: %v", err)
	}
	return c
}

// MustSend claims what is due and marks it sent, until nothing is. It gives what
// each message carried.
func (w *world) MustSend(tb testing.TB) []string {
	tb.Helper()
	out := []string{}
	for c := w.MustClaim(tb); c != nil; c = w.MustClaim(tb) {
		out = append(out, w.line(c))
		w.MustSent(tb, c)
	}
	return out
}

func (w *world) MustSent(tb testing.TB, c *storage.Claim) {
	tb.Helper()
	w.marked++
	if err := w.Sent(tb.Context(), c, fmt.Sprintf("1.%06d", w.marked)); err != nil {
		tb.Fatalf("sent: %v", err)
	}
}

// line is what a claim carries, as one line.
func (w *world) line(c *storage.Claim) string {
	if c == nil {
		return "nothing"
	}
	var parts []string
	for _, r := range c.Rows {
		parts = append(parts, string(r.Kind)+"/"+r.Occurrence)
	}
	// The submission in a late line's occurrence is another in every run.
	s := lateSubmission.ReplaceAllString(strings.Join(parts, " + "), "$1") + " to " + w.who[c.Receiver.ID]
	if c.Redraw != "" {
		s = "redraw " + s
	}
	return s
}

// leasesEnd lets the wait for unknown outcomes be over.
func (w *world) leasesEnd(tb testing.TB) {
	tb.Helper()
	if _, err := w.raw.ExecContext(tb.Context(), `update outbox set lease_until = 0 where state = 'claimed'`); err != nil {
		tb.Fatal(err)
	}
}

// wantKind checks the kind of an error.
func wantKind(tb testing.TB, what string, err error, want oneonone.ErrorKind) {
	tb.Helper()
	if got := oneonone.KindOf(err); got != want {
		tb.Errorf("%s: got %v (kind %q), want kind %q", what, err, got, want)
	}
}

// lock takes the write lock as a second program would, until the test lets go.
func (w *world) lock(tb testing.TB) (release func()) {
	tb.Helper()
	tx, err := w.raw.BeginTx(context.Background(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	var once sync.Once
	release = func() { once.Do(func() { tx.Rollback() }) }
	tb.Cleanup(release)
	return release
}

var lateSubmission = regexp.MustCompile(`(late/\d+-\w+)-[0-9a-f]{32}`)
