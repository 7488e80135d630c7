package reminders_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"oneonone"
	"oneonone/reminders"
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

// monday is when every test begins.
var monday = time.Date(2026, time.June, 8, 9, 0, 0, 0, time.UTC)

// arrival is a message that stands in somebody's DM.
type arrival struct {
	id   oneonone.ID // as in the message's metadata
	to   oneonone.ID
	rows []storage.Row
}

// fakeSlack is the far side. What arrived stays across the bot's crashes.
type fakeSlack struct {
	mu       sync.Mutex
	arrived  []arrival
	redrawn  map[string]int
	inFlight map[lane]int
	overlap  []string
	finds    int

	// send decides how a message fares; nil: it arrives. It may call deliver.
	send func(ctx context.Context, c storage.Claim, deliver func() string) (string, error)
	// redraw likewise.
	redraw func(c storage.Claim) error
	// find fails a search; nil: it succeeds.
	find func(c storage.Claim) error
	// found hears what a search found; nil: nobody listens.
	found func(c storage.Claim, there bool)
	came  chan arrival // receives when there is room
}

// lane is where one thing goes after the other: to one person, messages on one
// side and drawings, which make no sound, on the other.
type lane struct {
	to      oneonone.ID
	drawing bool
}

func laneOf(c storage.Claim) lane { return lane{c.Receiver.ID, c.Redraw != ""} }

func newSlack() *fakeSlack {
	return &fakeSlack{redrawn: map[string]int{}, inFlight: map[lane]int{}, came: make(chan arrival, 100)}
}

func (s *fakeSlack) deliver(c storage.Claim) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := arrival{c.ID, c.Receiver.ID, c.Rows}
	s.arrived = append(s.arrived, a)
	select {
	case s.came <- a:
	default:
	}
	return fmt.Sprintf("%d.000000", len(s.arrived))
}

// enter notes that something to a person is on its way.
func (s *fakeSlack) enter(c storage.Claim) (leave func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight[laneOf(c)]++
	if s.inFlight[laneOf(c)] > 1 {
		s.overlap = append(s.overlap, c.ID.String())
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inFlight[laneOf(c)]--
	}
}

func (s *fakeSlack) Send(ctx context.Context, c storage.Claim) (string, error) {
	defer s.enter(c)()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if s.send == nil {
		return s.deliver(c), nil
	}
	return s.send(ctx, c, func() string { return s.deliver(c) })
}

func (s *fakeSlack) Redraw(_ context.Context, c storage.Claim) error {
	defer s.enter(c)()
	if s.redraw != nil {
		if err := s.redraw(c); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.redrawn[c.Redraw]++
	return nil
}

func (s *fakeSlack) Find(_ context.Context, c storage.Claim) (ts string, err error) {
	defer s.enter(c)()
	if s.found != nil {
		defer func() { s.found(c, ts != "") }()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finds++
	if s.find != nil {
		if err := s.find(c); err != nil {
			return "", err
		}
	}
	for i, a := range s.arrived {
		if a.id == c.ID {
			return fmt.Sprintf("%d.000000", i+1), nil
		}
	}
	return "", nil
}

// all are the messages that arrived, in order.
func (s *fakeSlack) all() []arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.arrived)
}

// messages is how many arrived.
func (s *fakeSlack) messages() int { return len(s.all()) }

// times counts how often each thing was said, "kind/occurrence/subject to
// receiver".
func (s *fakeSlack) times() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]int{}
	for _, a := range s.arrived {
		for _, r := range a.rows {
			out[key(r.Kind, r.Occurrence, r.Subject, a.to)]++
		}
	}
	return out
}

func key(kind oneonone.NudgeKind, occurrence string, subject, to oneonone.ID) string {
	return fmt.Sprintf("%s/%s/%s to %s", kind, occurrence, subject, to)
}

// kinds lists what arrived, in order.
func (s *fakeSlack) kinds() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []string{}
	for _, a := range s.arrived {
		var parts []string
		for _, r := range a.rows {
			parts = append(parts, string(r.Kind))
		}
		out = append(out, strings.Join(parts, "+"))
	}
	return out
}

// world is a bot without its Slack side: a database, a sender, a fake far side.
type world struct {
	db    *storage.DB
	r     *reminders.Reminders
	slack *fakeSlack
	clock *clock
	path  string
	raw   *sql.DB
	log   *logged
	n     int // modals submitted
}

// logged keeps the log, so that a failing test can show it.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// tb is what the helpers need of a test: a *testing.T, or a *rapid.T.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// newWorld opens a world in dir.
func newWorld(t tb, dir string) *world {
	t.Helper()
	w := &world{slack: newSlack(), clock: &clock{at: monday}, path: filepath.Join(dir, "oneonone.db"), log: &logged{}}
	w.start(t)
	var err error
	if w.raw, err = sql.Open("sqlite", "file:"+w.path+"?_busy_timeout=5000"); err != nil {
		t.Fatalf("open raw: %v", err)
	}
	return w
}

func mustWorld(t testing.TB) *world {
	t.Helper()
	w := newWorld(t, t.TempDir())
	t.Cleanup(w.close)
	return w
}

func (w *world) close() {
	w.db.Close()
	w.raw.Close()
}

// start opens the file anew, as the program does when it begins.
func (w *world) start(t tb) {
	t.Helper()
	db, err := storage.Open(context.Background(), storage.Options{Path: w.path, KeyFile: w.path + ".key", Now: w.clock.Now})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	w.db = db
	w.r = reminders.New(db, w.slack, reminders.Options{Now: w.clock.Now, Log: slog.New(slog.NewTextHandler(w.log, nil))})
}

// restart begins again after a crash; the wait for unknown outcomes is over.
func (w *world) restart(t tb) {
	t.Helper()
	w.db.Close()
	w.start(t)
	w.leasesEnd(t)
}

func (w *world) leasesEnd(t tb) {
	t.Helper()
	if _, err := w.raw.Exec(`update outbox set lease_until = 0 where state = 'claimed'`); err != nil {
		t.Fatalf("end leases: %v", err)
	}
}

// count counts the outbox's rows in a state.
func (w *world) count(t tb, state string) (n int) {
	t.Helper()
	if err := w.raw.QueryRow(`select count(*) from outbox where state = $1`, state).Scan(&n); err != nil {
		t.Fatalf("count: %v", err)
	}
	return n
}

func (w *world) mustMember(t tb, slackID string) oneonone.Member {
	t.Helper()
	m, err := w.db.Member(context.Background(), slackID, time.UTC)
	if err != nil {
		t.Fatalf("member: %v", err)
	}
	return m
}

// mustWelcome puts a message to each of n people into the outbox.
func (w *world) mustWelcome(t tb, n int) {
	t.Helper()
	for i := range n {
		if err := w.db.Welcome(context.Background(), w.mustMember(t, fmt.Sprintf("U%03d", i)).ID); err != nil {
			t.Fatalf("welcome: %v", err)
		}
	}
}

func (w *world) mustPlan(t tb, organizer, member oneonone.Member, start time.Time) oneonone.Meeting {
	t.Helper()
	w.n++
	m, err := w.db.Plan(context.Background(), organizer.ID, oneonone.Whom{Member: member.ID}, fmt.Sprint(w.n), oneonone.Plan{
		Purpose: "The buses", Start: start, Kind: oneonone.Maintenance, Length: 30 * time.Minute, Notice: oneonone.NoticeInvite,
	})
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return m
}

func (w *world) mustTick(t tb) {
	t.Helper()
	if err := w.r.Tick(context.Background()); err != nil {
		t.Fatalf("tick: %v\n%s", err, w.log)
	}
}

// wantOnce checks that n things were said, each once, and that nothing is on
// its way any more.
func (w *world) wantOnce(t tb, n int) {
	t.Helper()
	times := w.slack.times()
	for what, k := range times {
		if k != 1 {
			t.Errorf("%s arrived %d times", what, k)
		}
	}
	if len(times) != n {
		t.Errorf("%d things arrived, want %d\n%s", len(times), n, w.log)
	}
	if got := w.count(t, "claimed"); got != 0 {
		t.Errorf("%d still claimed", got)
	}
	if len(w.slack.overlap) > 0 {
		t.Errorf("two to one person on their way at once: %v", w.slack.overlap)
	}
}

var errLost = errors.New("the connection was reset")

// firstTime is true for the first message, and for no other.
func firstTime() func() bool {
	var once sync.Once
	return func() (first bool) {
		once.Do(func() { first = true })
		return first
	}
}

// sortedKinds are the kinds that arrived, sorted.
func sortedKinds(s *fakeSlack) []string { return slices.Sorted(slices.Values(s.kinds())) }
