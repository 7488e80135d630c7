package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"debug/elf"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"oneonone"
	"oneonone/bot/sandbox"
	"oneonone/reminders"
	"oneonone/storage"
)

// The numbers: how fast the program is, and how small, each beside the least it
// could be. The program is built and run as its own process against a workspace
// in this one, over a real websocket, on a database with years of talks in it.
//
//	go test ./cmd/oneonone -run '^$' -bench Numbers -timeout 1h
//
// A floor is the same work without the bot. The wire floor is a process that
// holds slack-go's connection and acknowledges, nothing else; the window floor one
// that then sends the same window to everybody, made beforehand. The disk floor is
// one row of a meeting's size, inserted and synced by the same driver with the same
// pragmas; the rows floor the rows that a talk planned leaves behind, copied in one
// transaction; the call floor one chat.postMessage by slack-go; the bare queries are
// those the bot was heard to run. Floors are measured in the same run, minutes apart
// at most, because machines have moods.

// scale is how much of it.
type scale struct {
	meetings []int // the sizes of databases; the table is of the middle one
	people   int   // in the workspace, each with their share of the talks; everybody gets one message
	asks     int   // in a database of their own, each organizer's asksEach
	asksEach int
	acts     int // of each kind, one every pace; no more than half the people
	pace     time.Duration
	looks    int // ticks with nothing due
	runs     int
}

// BenchmarkNumbers prints the table. One round of it takes minutes, and the
// rounds are in it already: b.N plays no part.
func BenchmarkNumbers(b *testing.B) {
	err := numbers(b.Context(), b.TempDir(), scale{
		meetings: []int{10_000, 100_000, 1_000_000},
		asks:     1_000_000, asksEach: 5000,
		people: 1000, acts: 300, pace: 10 * time.Millisecond, looks: 2000, runs: 5,
	}, os.Stdout)
	if err != nil {
		b.Fatal(err)
	}
}

// The benchmark is run whole with a handful of everything, so that it does not
// rot. What it measures then says nothing.
func TestNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and starts many processes")
	}
	var table strings.Builder
	err := numbers(t.Context(), t.TempDir(), scale{
		meetings: []int{40, 80, 160},
		asks:     200, asksEach: 50,
		people: 40, acts: 4, pace: time.Millisecond, looks: 4, runs: 2,
	}, &table)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"show-command → ack", "`views.open` sent", "submission → ack", "nothing due", "each of 40 messages", "the coach on 3,000 characters",
		"`/1on1 asks`", "App Home",
		"160 meetings", "start to connected", "idle", "under load", "the binary"} {
		if !strings.Contains(table.String(), row) {
			t.Errorf("no line about %q in\n%s", row, &table)
		}
	}
}

// sample is what was measured, in no order.
type sample []time.Duration

// at is the value below which so much of the sample lies: 0.5 is the median.
func (s sample) at(share float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(int(share*float64(len(s))), len(s)-1)]
}

func (s sample) median() time.Duration { return s.at(0.5) }

func (s sample) mean() time.Duration {
	var sum time.Duration
	for _, d := range s {
		sum += d
	}
	return sum / time.Duration(max(len(s), 1))
}

// round is one run on one database.
type round struct {
	start              time.Duration
	idle, load         float64 // MiB in memory: before anybody did anything, and at most
	ack, show, submit  sample  // by the bot
	ackFloor           sample  // the same command, acknowledged by the bare process
	submitFloor        sample  // a submission of the same window
	ackBare, showBare  sample  // the same command by the bare process that shows the same window
	rows               sample  // the rows of one talk planned, at the same pace
	disk               sample  // one row at the same pace
	diskRush           sample  // one row after the other
	each, call         sample  // from one message to the next, by the bot and by the bare client
	tick, look         sample
	asks, home         sample // of an organizer with many asks: the list, and App Home
	asksWire, homeWire sample // the same windows by the bare process
	asksBare, homeBare sample // the same queries, and nothing else
	coach, coachShort  sample // an ask of 3,000 characters, and of 300
}

// numbers measures everything and prints the table.
func numbers(ctx context.Context, dir string, sc scale, out io.Writer) error {
	b := &bench{scale: sc, dir: dir, log: &safeBuffer{}}
	size, static, err := b.build(ctx)
	if err != nil {
		return err
	}
	o, err := workspaceOptions()
	if err != nil {
		return err
	}
	if b.slack, err = sandbox.New(o); err != nil {
		return err
	}
	defer b.slack.Close()
	for i := range sc.people {
		b.people = append(b.people, b.slack.AddPerson(sandbox.Profile{Name: fmt.Sprintf("p%d", i), RealName: fmt.Sprintf("Person%d Okoro", i)}))
	}
	before := loadAverage()
	for _, n := range sc.meetings {
		began := time.Now()
		if _, err := b.fill(ctx, b.db(n), n); err != nil {
			return err
		}
		fmt.Fprintf(out, "%d meetings written in %s\n", n, time.Since(began).Round(time.Millisecond))
	}
	began := time.Now()
	if err := b.yearsOfAsks(ctx); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d asks written in %s\n", sc.asks, time.Since(began).Round(time.Millisecond))
	rounds := map[int][]round{}
	turns := map[int]int{} // of each database
	for run := range sc.runs {
		for i := range sc.meetings {
			n := sc.meetings[(i+run)%len(sc.meetings)] // no size always comes after the same
			r, err := b.counted(ctx, n, turns[n])
			// A machine that stood still for seconds has measured nothing.
			for again := 0; err != nil && again < 5; again++ {
				fmt.Fprintf(out, "run %d of %d with %d meetings is repeated: %v\n", run+1, sc.runs, n, err)
				turns[n]++
				if err := steady(ctx); err != nil {
					return err
				}
				b.slack.ForgetFaults() // they say nothing of the next
				r, err = b.counted(ctx, n, turns[n])
			}
			turns[n]++
			if err != nil {
				return fmt.Errorf("run %d with %d meetings: %w\n%s", run+1, n, err, b.log)
			}
			if n == sc.meetings[len(sc.meetings)/2] { // whose floors are in the table
				if err := errors.Join(b.withAsks(ctx, &r), b.faultless()); err != nil {
					return fmt.Errorf("run %d with %d asks: %w\n%s", run+1, sc.asks, err, b.log)
				}
			}
			rounds[n] = append(rounds[n], r)
			fmt.Fprintf(out, "run %d of %d with %d meetings: load average %s\n", run+1, sc.runs, n, loadAverage())
		}
	}
	fmt.Fprintf(out, "\n%s, %d cores, %s %s/%s; load average before %s, after %s\n\n",
		cmp.Or(processor(), "a processor of unknown name"), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH, before, loadAverage())
	b.table(out, rounds, size, static)
	return nil
}

// counted is a round in which nobody was kept waiting too long.
func (b *bench) counted(ctx context.Context, meetings, turn int) (round, error) {
	r, err := b.round(ctx, meetings, turn)
	return r, cmp.Or(err, b.faultless())
}

// faultless is an error once the bot did something wrong: it was late, mostly.
func (b *bench) faultless() error {
	faults := b.slack.Faults()
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("%d faults; the first is %s: %s", len(faults), faults[0].Kind, faults[0].Text)
}

// steady waits until the machine has kept time for ten seconds: where it stood still once
// it mostly does so again.
func steady(ctx context.Context) error {
	const pace, late = 10 * time.Millisecond, 200 * time.Millisecond
	tick := time.NewTicker(pace)
	defer tick.Stop()
	last := time.Now()
	for since := last; last.Sub(since) < 10*time.Second; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		now := time.Now()
		if now.Sub(last) > late {
			since = now
		}
		last = now
	}
	return nil
}

// bench is what a measurement needs.
type bench struct {
	scale
	dir    string
	exe    string
	slack  *sandbox.Workspace
	people []*sandbox.Person
	log    *safeBuffer
	// What the bot asks its database for the list of asks of each organizer who has
	// many, and for their Home.
	forAsks, forHome [][]asked
}

// asked is a query as the bot ran it.
type asked struct {
	query string
	args  []any
}

// build makes the program as it is given to people, and says how large it is and
// whether it stands alone.
func (b *bench) build(ctx context.Context) (size int64, static bool, err error) {
	b.exe = filepath.Join(b.dir, "oneonone")
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", b.exe, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := c.CombinedOutput(); err != nil {
		return 0, false, fmt.Errorf("build: %w\n%s", err, said)
	}
	info, err := os.Stat(b.exe)
	if err != nil {
		return 0, false, err
	}
	if f, err := elf.Open(b.exe); err == nil {
		defer f.Close()
		static = !slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP })
	}
	return info.Size(), static, nil
}

func (b *bench) db(meetings int) string { return filepath.Join(b.dir, fmt.Sprint(meetings, ".db")) }

// fill makes a database with so many meetings of the people, whose rows it gives.
func (b *bench) fill(ctx context.Context, path string, meetings int) (members []oneonone.Member, err error) {
	db, err := storage.Open(ctx, storage.Options{Path: path, KeyFile: keyFileOf(path, "")})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, p := range b.people {
		m, err := db.Member(ctx, p.ID(), time.UTC)
		if err != nil {
			return nil, err
		}
		if err := db.SetChannel(ctx, m.ID, p.DM()); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, storage.Years(ctx, db, members, meetings)
}

// organizers are those with many asks.
func (b *bench) organizers() []*sandbox.Person { return b.people[:b.asks/b.asksEach] }

// asksDB is the database with the asks.
func (b *bench) asksDB() string { return filepath.Join(b.dir, "asks.db") }

// yearsOfAsks makes a database with the asks, and some talks, and hears what the
// bot asks it.
func (b *bench) yearsOfAsks(ctx context.Context) error {
	members, err := b.fill(ctx, b.asksDB(), b.meetings[0])
	if err != nil {
		return err
	}
	db, err := storage.Open(ctx, storage.Options{Path: b.asksDB(), KeyFile: keyFileOf(b.asksDB(), "")})
	if err != nil {
		return err
	}
	if err := errors.Join(storage.YearsOfAsks(ctx, db, members[:len(b.organizers())], members, b.asksEach), db.Close()); err != nil {
		return err
	}
	return b.listen(ctx)
}

// listen has a bot in this process draw what will be measured, and notes each
// query it takes.
func (b *bench) listen(ctx context.Context) (err error) {
	var mu sync.Mutex
	var heard []asked
	a, err := newApp(ctx, appOptions{
		appToken: b.slack.AppToken(), botToken: b.slack.BotToken(), apiURL: b.slack.APIURL(), dbPath: b.asksDB(),
		reads: func(query string, args []any) {
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, asked{query, args})
		},
	})
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- a.bot.Run(running) }() // without the reminders, who ask for other things
	defer func() {
		stop()
		err = errors.Join(err, <-ended, a.db.Close())
		b.slack.DropSocket()
	}()
	if err := b.slack.AwaitConnection(ctx); err != nil {
		return err
	}
	for _, p := range b.organizers() {
		for _, what := range []struct {
			act    func(context.Context, *sandbox.Person) error
			method string
			into   *[][]asked
		}{{openAsks, "views.open", &b.forAsks}, {openHome, "views.publish", &b.forHome}} {
			mu.Lock()
			heard = nil
			mu.Unlock()
			since := time.Now()
			if err := what.act(ctx, p); err != nil {
				return err
			}
			if _, err := b.calls(ctx, what.method, since, 1); err != nil {
				return err
			}
			mu.Lock()
			*what.into = append(*what.into, heard)
			mu.Unlock()
		}
		p.Reload()
	}
	return nil
}

func openAsks(ctx context.Context, p *sandbox.Person) error { return p.Type(ctx, "", "/1on1 asks") }

func openHome(ctx context.Context, p *sandbox.Person) error { return p.OpenHome(ctx) }

// withAsks measures what organizers with many asks look at; then the bare process,
// which shows everybody what the first of them saw; then the queries by themselves.
func (b *bench) withAsks(ctx context.Context, r *round) (err error) {
	bot := exec.CommandContext(ctx, b.exe, "run", "--db", b.asksDB(), "--log-level=warn")
	if r.asks, r.home, err = b.looksAtAsks(ctx, bot); err != nil {
		return err
	}
	floor := exec.CommandContext(ctx, os.Args[0])
	floor.Env = append(os.Environ(), beTheFloor+"=draw")
	for name, v := range map[string]*sandbox.View{"MODAL": b.people[0].Modal(), "HOME": b.people[0].HomeView()} {
		if v == nil {
			return fmt.Errorf("there is no %s to draw again", name)
		}
		floor.Env = append(floor.Env, "ONEONONE_TEST_"+name+"="+string(v.JSON))
	}
	if r.asksWire, r.homeWire, err = b.looksAtAsks(ctx, floor); err != nil {
		return err
	}
	for _, p := range b.organizers() {
		p.Reload()
	}
	raw, err := bare(b.asksDB())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	if r.asksBare, err = replay(ctx, raw, b.forAsks); err != nil {
		return err
	}
	r.homeBare, err = replay(ctx, raw, b.forHome)
	return err
}

// looksAtAsks has each organizer open the list of their asks, and App Home, in a
// process: the times until the window is asked for.
func (b *bench) looksAtAsks(ctx context.Context, c *exec.Cmd) (asks, home sample, err error) {
	defer func() {
		if ended := b.end(c); c.Path == b.exe { // the floor is not asked how it takes it
			err = errors.Join(err, ended)
		}
	}()
	if _, err := b.process(ctx, c); err != nil {
		return nil, nil, err
	}
	// The first window asks Slack who they are, and whom they asked.
	for range 2 {
		for _, p := range b.organizers() {
			p.Reload()
		}
		since, err := b.drive(ctx, b.organizers(), b.pace, openAsks)
		if err != nil {
			return nil, nil, err
		}
		opened, err := b.calls(ctx, "views.open", since, len(b.organizers()))
		if err != nil {
			return nil, nil, err
		}
		asks = nil
		for _, call := range opened {
			asks = append(asks, call.AfterClick)
		}
	}
	var mu sync.Mutex
	turned := map[string]time.Time{}
	since, err := b.drive(ctx, b.organizers(), b.pace, func(ctx context.Context, p *sandbox.Person) error {
		mu.Lock()
		turned[p.ID()] = time.Now()
		mu.Unlock()
		return openHome(ctx, p)
	})
	if err != nil {
		return nil, nil, err
	}
	published, err := b.calls(ctx, "views.publish", since, len(b.organizers()))
	if err != nil {
		return nil, nil, err
	}
	for _, call := range published {
		home = append(home, call.At.Sub(turned[call.Channel]))
	}
	return asks, home, nil
}

// replay runs what the bot asked for each organizer, prepared once and nothing
// else: twice, and the second time counts, as it does with the bot.
func replay(ctx context.Context, raw *sql.DB, queries [][]asked) (sample, error) {
	prepared := map[string]*sql.Stmt{}
	defer func() {
		for _, s := range prepared {
			s.Close()
		}
	}()
	runtime.GC()
	var s sample
	for range 2 {
		s = nil
		for _, of := range queries {
			began := time.Now()
			for _, q := range of {
				if prepared[q.query] == nil {
					made, err := raw.PrepareContext(ctx, q.query)
					if err != nil {
						return nil, err
					}
					prepared[q.query] = made
				}
				if err := readAll(prepared[q.query].QueryContext(ctx, q.args...)); err != nil {
					return nil, err
				}
			}
			s = append(s, time.Since(began))
		}
	}
	return s, nil
}

// readAll takes every value of every row.
func readAll(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// bare opens a database as storage does, without storage.
func bare(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_journal_mode=WAL&_busy_timeout=1500&_synchronous=FULL&_foreign_keys=1&_dqs=0&_defensive=1&_txlock=immediate&_pragma=secure_delete(1)")
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// round measures each thing once on the database with so many meetings, the bot
// first, then its floors. No two rounds on one database have the same turn: it says who
// meets whom, and when, so that nobody does so twice.
func (b *bench) round(ctx context.Context, meetings, turn int) (r round, err error) {
	for _, p := range b.people {
		p.Reload() // whatever is open is another round's
	}
	path := b.db(meetings)
	raw, err := bare(path)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	began := time.Now()
	if err := b.withBot(ctx, path, turn, raw, &r); err != nil {
		return r, err
	}
	if err := b.rowsFloor(ctx, raw, began, &r); err != nil {
		return r, err
	}
	window := b.people[b.acts].Modal()
	if window == nil {
		return r, errors.New("there is no window to show again")
	}
	if err := b.withFloor(ctx, &r); err != nil {
		return r, err
	}
	if err := b.windowFloor(ctx, window, &r); err != nil {
		return r, err
	}
	if err := b.callFloor(ctx, &r); err != nil {
		return r, err
	}
	if err := b.diskFloor(ctx, &r); err != nil {
		return r, err
	}
	r.coach, r.coachShort = b.coached(3000), b.coached(300)
	return r, b.idleTicks(ctx, path, raw, &r)
}

// coached are the times the coach takes for an ask of so many characters, of
// which nothing can stay as it is.
func (b *bench) coached(characters int) sample {
	words := strings.Repeat("Sorry to bother you, but could you maybe help out at some point, and also bring a dish? ", characters/50)[:characters]
	s := make(sample, b.looks)
	runtime.GC() // of what was measured before
	for i := range s {
		began := time.Now()
		oneonone.Coach(oneonone.Proposal{What: oneonone.Event, Words: words}, time.UTC)
		s[i] = time.Since(began)
	}
	return s
}

// process starts a program on the workspace; it returns once Slack has said
// hello to it, and how long that took.
func (b *bench) process(ctx context.Context, c *exec.Cmd) (time.Duration, error) {
	c.Dir, c.Stderr = b.dir, b.log
	c.Env = append(c.Environ(), "SLACK_APP_TOKEN="+b.slack.AppToken(), "SLACK_BOT_TOKEN="+b.slack.BotToken(), "SLACK_API_URL="+b.slack.APIURL())
	began := time.Now()
	if err := c.Start(); err != nil {
		return 0, err
	}
	waiting, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	err := b.slack.AwaitConnection(waiting)
	return time.Since(began), err
}

// end stops a process and sees that the workspace knows it is gone.
func (b *bench) end(c *exec.Cmd) error {
	if c.Process == nil {
		return nil
	}
	quiet, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := b.slack.AwaitQuiet(quiet) // the bot hears of its own messages, too
	c.Process.Signal(syscall.SIGTERM)
	err = errors.Join(err, c.Wait())
	b.slack.DropSocket()
	return err
}

// drive has people act one after the other, one every pace, whether who acted
// before was answered or not. It returns when all were.
func (b *bench) drive(ctx context.Context, people []*sandbox.Person, pace time.Duration, act func(ctx context.Context, p *sandbox.Person) error) (since time.Time, err error) {
	runtime.GC() // the workspace's own garbage is no part of it
	var wg sync.WaitGroup
	var mu sync.Mutex
	since = time.Now()
	for i, p := range people {
		time.Sleep(time.Until(since.Add(time.Duration(i) * pace)))
		wg.Go(func() {
			if e := act(ctx, p); e != nil {
				mu.Lock()
				defer mu.Unlock()
				err = errors.Join(err, e)
			}
		})
	}
	wg.Wait()
	return since, err
}

func submit(ctx context.Context, p *sandbox.Person) error { return p.Submit(ctx) }

// acked are the times from an envelope sent to its acknowledgement.
func (b *bench) acked(what string, since time.Time, want int) (sample, error) {
	var s sample
	for _, e := range b.slack.Envelopes() {
		if e.What == what && !e.At.Before(since) && e.Acked {
			s = append(s, e.AckedAfter)
		}
	}
	if len(s) != want {
		return nil, fmt.Errorf("%d of %s were acknowledged, want %d", len(s), what, want)
	}
	return s, nil
}

// calls waits until the bot has made so many calls of a method, and gives them
// in their order.
func (b *bench) calls(ctx context.Context, method string, since time.Time, want int) ([]sandbox.Call, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		changed := b.slack.Changed()
		var made []sandbox.Call
		for _, c := range b.slack.Calls() {
			if c.Method != method || c.At.Before(since) {
				continue
			}
			if !c.OK {
				return nil, fmt.Errorf("%s: %s", method, c.Err)
			}
			made = append(made, c)
		}
		if len(made) >= want {
			slices.SortFunc(made, func(a, b sandbox.Call) int { return a.At.Compare(b.At) })
			return made, nil
		}
		select {
		case <-changed:
			// Looking at every change would take the machine from the bot.
			time.Sleep(20 * time.Millisecond)
		case <-ctx.Done():
			return nil, fmt.Errorf("%d calls of %s, want %d: %w", len(made), method, want, ctx.Err())
		}
	}
}

// gaps are the times from one call to the next.
func gaps(calls []sandbox.Call) sample {
	var s sample
	for i := 1; i < len(calls); i++ {
		s = append(s, calls[i].At.Sub(calls[i-1].At))
	}
	return s
}

// withBot measures the bot. It leaves the windows of half of those who acted
// open, for the floor.
func (b *bench) withBot(ctx context.Context, path string, turn int, raw *sql.DB, r *round) (err error) {
	c := exec.CommandContext(ctx, b.exe, "run", "--db", path, "--log-level=warn")
	defer func() { err = errors.Join(err, b.end(c)) }()
	if r.start, err = b.process(ctx, c); err != nil {
		return err
	}
	time.Sleep(100 * b.pace) // so that idle is idle
	r.idle = memory(c.Process.Pid, "VmRSS")

	// With whom: another one each turn, so that nothing is planned with them yet.
	schedule := func(ctx context.Context, p *sandbox.Person) error {
		with := b.people[(slices.Index(b.people, p)+1+turn)%len(b.people)]
		return p.Type(ctx, "", "/1on1 schedule @"+with.Profile().Name)
	}
	// The first window of everybody asks Slack who they are; the second, which is
	// measured, knows.
	since, err := b.drive(ctx, b.people, b.pace/4, schedule)
	if err != nil {
		return err
	}
	if _, err := b.calls(ctx, "views.open", since, len(b.people)); err != nil {
		return err
	}
	actors := b.people[:2*b.acts]
	if since, err = b.drive(ctx, actors, b.pace, schedule); err != nil {
		return err
	}
	opened, err := b.calls(ctx, "views.open", since, len(actors))
	if err != nil {
		return err
	}
	for _, call := range opened {
		r.show = append(r.show, call.AfterClick)
	}
	if r.ack, err = b.acked("/1on1", since, len(actors)); err != nil {
		return err
	}

	when := time.Now().UTC().AddDate(0, 0, 3+turn).Format("2006-01-02") + " 12:00"
	for _, p := range actors {
		if err := errors.Join(p.Fill(ctx, "Why you'd like to meet", "You spoke up about the buses. I'd like to hear more."), p.Fill(ctx, "When", when)); err != nil {
			return err
		}
	}
	var had, has int
	const count = `select count(*) from meeting`
	if err := raw.QueryRowContext(ctx, count).Scan(&had); err != nil {
		return err
	}
	if since, err = b.drive(ctx, actors[:b.acts], b.pace, submit); err != nil {
		return err
	}
	if r.submit, err = b.acked("view_submission", since, b.acts); err != nil {
		return err
	}
	if err := raw.QueryRowContext(ctx, count).Scan(&has); err != nil {
		return err
	}
	if has-had != b.acts {
		return fmt.Errorf("%d meetings were planned, want %d; on the screen:\n%s", has-had, b.acts, actors[0].ScreenText())
	}
	// Two messages follow each.
	if _, err := b.calls(ctx, "chat.postMessage", since, 2*b.acts); err != nil {
		return err
	}
	if err := b.send(ctx, turn, raw, r); err != nil {
		return err
	}
	r.load = memory(c.Process.Pid, "VmHWM")
	return nil
}

// send puts a message to everybody into the outbox at once, and measures how
// they go out: each to another person, so that no limit of Slack's is met.
func (b *bench) send(ctx context.Context, turn int, raw *sql.DB, r *round) error {
	runtime.GC()
	since := time.Now()
	_, err := raw.ExecContext(ctx, `insert into outbox (id, owner, receiver, kind, subject, occurrence, due_at, state)
		select randomblob(16), organizer, organizer, 'planned', id, $1, $2, 'waiting' from meeting where state = 'planned' group by organizer`,
		fmt.Sprint("1-", turn), since.Unix())
	if err != nil {
		return err
	}
	sent, err := b.calls(ctx, "chat.postMessage", since, len(b.people))
	if err != nil {
		return err
	}
	if len(sent) != len(b.people) {
		return fmt.Errorf("%d messages were sent, want %d", len(sent), len(b.people))
	}
	r.each = gaps(sent)
	for {
		var busy bool
		if err := raw.QueryRowContext(ctx, `select exists (select 1 from outbox where state = 'claimed')`).Scan(&busy); err != nil || !busy {
			return err
		}
		time.Sleep(time.Millisecond)
	}
}

// withFloor measures the bare process with what the bot left.
func (b *bench) withFloor(ctx context.Context, r *round) (err error) {
	c := exec.CommandContext(ctx, os.Args[0])
	c.Env = append(os.Environ(), beTheFloor+"=ack")
	defer func() {
		b.end(c) // it is not asked how it takes it
	}()
	if _, err := b.process(ctx, c); err != nil {
		return err
	}
	if _, err := b.drive(ctx, b.people[2*b.acts:], b.pace/4, command); err != nil { // as warm as the bot was
		return err
	}
	since, err := b.drive(ctx, b.people[b.acts:2*b.acts], b.pace, submit)
	if err != nil {
		return err
	}
	if r.submitFloor, err = b.acked("view_submission", since, b.acts); err != nil {
		return err
	}
	if since, err = b.drive(ctx, b.people[:2*b.acts], b.pace, command); err != nil {
		return err
	}
	r.ackFloor, err = b.acked("/1on1", since, 2*b.acts)
	return err
}

func command(ctx context.Context, p *sandbox.Person) error {
	return p.Type(ctx, "", "/1on1 schedule @p0")
}

// windowFloor has the bare process show everybody the same window.
func (b *bench) windowFloor(ctx context.Context, window *sandbox.View, r *round) (err error) {
	c := exec.CommandContext(ctx, os.Args[0])
	c.Env = append(os.Environ(), beTheFloor+"=draw", "ONEONONE_TEST_MODAL="+string(window.JSON), `ONEONONE_TEST_HOME={"type":"home","blocks":[]}`)
	defer func() {
		b.end(c) // it is not asked how it takes it
	}()
	if _, err := b.process(ctx, c); err != nil {
		return err
	}
	if _, err := b.drive(ctx, b.people[2*b.acts:], b.pace/4, command); err != nil {
		return err
	}
	actors := b.people[:2*b.acts]
	since, err := b.drive(ctx, actors, b.pace, command)
	if err != nil {
		return err
	}
	if r.ackBare, err = b.acked("/1on1", since, len(actors)); err != nil {
		return err
	}
	shown, err := b.calls(ctx, "views.open", since, len(actors))
	for _, call := range shown {
		r.showBare = append(r.showBare, call.AfterClick)
	}
	return err
}

// callFloor has the bare process post one of the bot's messages, one after the
// other.
func (b *bench) callFloor(ctx context.Context, r *round) error {
	said := b.people[0].Messages("")
	if len(said) == 0 {
		return errors.New("there is no message to post again")
	}
	message, err := json.Marshal(said[len(said)-1])
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, os.Args[0])
	c.Env = append(os.Environ(), beTheFloor+"=post", "SLACK_BOT_TOKEN="+b.slack.BotToken(), "SLACK_API_URL="+b.slack.APIURL(),
		"ONEONONE_TEST_MESSAGE="+string(message), "ONEONONE_TEST_TIMES="+strconv.Itoa(len(b.people)))
	c.Stderr = b.log
	runtime.GC()
	since := time.Now()
	if err := c.Run(); err != nil {
		return err
	}
	calls, err := b.calls(ctx, "chat.postMessage", since, len(b.people))
	r.call = gaps(calls)
	return err
}

// beTheFloor makes the test binary a bare client of Slack: "ack" holds a
// connection and acknowledges, "draw" also shows everybody the same windows, "post"
// posts a message some times.
const beTheFloor = "ONEONONE_TEST_BE_THE_FLOOR"

// floor is that client.
func floor(what string) error {
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"), slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")), slack.OptionAPIURL(os.Getenv("SLACK_API_URL")))
	if what == "post" {
		var m sandbox.Message
		if err := json.Unmarshal([]byte(os.Getenv("ONEONONE_TEST_MESSAGE")), &m); err != nil {
			return err
		}
		var blocks slack.Blocks
		if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
			return err
		}
		times, _ := strconv.Atoi(os.Getenv("ONEONONE_TEST_TIMES"))
		for range times {
			if _, _, err := api.PostMessage(m.Channel, slack.MsgOptionText(m.Text, true), slack.MsgOptionBlocks(blocks.BlockSet...)); err != nil {
				return err
			}
		}
		return nil
	}
	var modal slack.ModalViewRequest
	var home slack.HomeTabViewRequest
	if what == "draw" {
		err := errors.Join(json.Unmarshal([]byte(os.Getenv("ONEONONE_TEST_MODAL")), &modal), json.Unmarshal([]byte(os.Getenv("ONEONONE_TEST_HOME")), &home))
		if err != nil {
			return err
		}
	}
	client := socketmode.New(api)
	go func() {
		for e := range client.Events {
			if e.Request != nil && e.Request.EnvelopeID != "" {
				client.Ack(*e.Request)
			}
			if what != "draw" {
				continue
			}
			switch in := e.Data.(type) {
			case slack.SlashCommand:
				api.OpenView(in.TriggerID, modal)
			case slackevents.EventsAPIEvent:
				if opened, ok := in.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); ok {
					api.PublishViewContext(context.Background(), slack.PublishViewContextRequest{UserID: opened.User, View: home})
				}
			}
		}
	}()
	return client.Run()
}

// rowsFloor copies what the talks planned since then left behind, each in one
// transaction, at the people's pace; and takes the copies away.
func (b *bench) rowsFloor(ctx context.Context, raw *sql.DB, since time.Time, r *round) error {
	var planned, copies []any
	rows, err := raw.QueryContext(ctx, `select id from meeting where created_at >= $1 limit $2`, since.Unix(), b.acts)
	if err != nil {
		return err
	}
	for rows.Next() {
		var id oneonone.ID
		if err := rows.Scan(&id); err != nil {
			return errors.Join(err, rows.Close())
		}
		planned = append(planned, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(planned) != b.acts {
		return fmt.Errorf("%d talks to copy, want %d", len(planned), b.acts)
	}
	copyMeeting, err := b.copying(ctx, raw, "meeting", "id", map[string]string{"id": "$2", "submission": "randomblob(32)"})
	if err != nil {
		return err
	}
	copyOutbox, err := b.copying(ctx, raw, "outbox", "subject", map[string]string{"subject": "$2", "id": "randomblob(16)"})
	if err != nil {
		return err
	}
	began := time.Now()
	for i, id := range planned {
		time.Sleep(time.Until(began.Add(time.Duration(i) * b.pace)))
		one, to := time.Now(), oneonone.NewID()
		tx, err := raw.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		for _, copying := range []*sql.Stmt{copyMeeting, copyOutbox} {
			if _, err := tx.StmtContext(ctx, copying).ExecContext(ctx, id, to); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		r.rows, copies = append(r.rows, time.Since(one)), append(copies, to)
	}
	for _, id := range copies {
		for _, gone := range []string{`delete from outbox where subject = $1`, `delete from meeting where id = $1`} {
			if _, err := raw.ExecContext(ctx, gone, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// copying is a statement that copies a table's rows whose column is $1, with some
// of their values others.
func (b *bench) copying(ctx context.Context, raw *sql.DB, table, column string, others map[string]string) (*sql.Stmt, error) {
	rows, err := raw.QueryContext(ctx, `select name from pragma_table_info($1, 'main')`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names, values []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names, values = append(names, name), append(values, cmp.Or(others[name], name))
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	return raw.PrepareContext(ctx, fmt.Sprintf(`insert into %s (%s) select %s from %s where %s = $1`,
		table, strings.Join(names, ", "), strings.Join(values, ", "), table, column))
}

// meetingSize is about what a meeting's row takes, in bytes.
const meetingSize = 350

// diskFloor inserts rows of a meeting's size, each synced before the next.
func (b *bench) diskFloor(ctx context.Context, r *round) (err error) {
	db, err := bare(filepath.Join(b.dir, "floor.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, `create table if not exists one (id blob primary key, words blob not null) strict, without rowid`); err != nil {
		return err
	}
	insert, err := db.PrepareContext(ctx, `insert into one (id, words) values ($1, $2)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	words := make([]byte, meetingSize)
	rand.Read(words)
	for _, paced := range []bool{true, false} {
		began, n := time.Now(), b.acts
		if !paced {
			n = len(b.people)
		}
		for i := range n {
			if paced {
				time.Sleep(time.Until(began.Add(time.Duration(i) * b.pace)))
			}
			one := time.Now()
			if _, err := insert.ExecContext(ctx, oneonone.NewID(), words); err != nil {
				return err
			}
			if took := time.Since(one); paced {
				r.disk = append(r.disk, took)
			} else {
				r.diskRush = append(r.diskRush, took)
			}
		}
	}
	return nil
}

// idleTicks measures a look that finds nothing, in this process: nobody outside
// sees it.
func (b *bench) idleTicks(ctx context.Context, path string, raw *sql.DB, r *round) (err error) {
	db, err := storage.Open(ctx, storage.Options{Path: path, KeyFile: keyFileOf(path, "")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	clock := reminders.New(db, nil, reminders.Options{})
	look, err := raw.PrepareContext(ctx, storage.DueQuery)
	if err != nil {
		return err
	}
	defer look.Close()
	for range b.looks {
		began := time.Now()
		if err := clock.Tick(ctx); err != nil {
			return err
		}
		ticked := time.Now()
		var due bool
		if err := look.QueryRowContext(ctx, ticked.Unix(), ticked.UnixMilli()).Scan(&due); err != nil || due {
			return errors.Join(err, errors.New("something is due"))
		}
		r.tick, r.look = append(r.tick, ticked.Sub(began)), append(r.look, time.Since(ticked))
	}
	return nil
}

// memory is a line of what Linux says of a process, in MiB; 0 elsewhere.
func memory(pid int, name string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kib) / 1024
		}
	}
	return 0
}

// loadAverage is what else the machine does, as Linux says.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
}

// processor is the processor's name, as Linux says.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// table prints what was measured. A ratio is taken within each run; of the runs'
// medians, ratios and 99th percentiles stands the median, and of all the
// greatest.
func (b *bench) table(out io.Writer, rounds map[int][]round, size int64, static bool) {
	small, middle, large := b.meetings[0], b.meetings[len(b.meetings)/2], b.meetings[len(b.meetings)-1]
	fmt.Fprintln(out, "| | median | p99 | most | floor | ratio | at most |\n|---|---|---|---|---|---|---|")
	row := func(what string, at int, of func(round) sample, typical func(sample) time.Duration, floor func(round) time.Duration, most float64) {
		var mids, tails, floors []time.Duration
		var ratios []float64
		var worst time.Duration
		for _, r := range rounds[at] {
			s, f := of(r), floor(r)
			mids, tails, floors = append(mids, typical(s)), append(tails, s.at(0.99)), append(floors, f)
			ratios, worst = append(ratios, float64(typical(s))/float64(f)), max(worst, s.at(1))
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %.2f | %.1f%s |\n", what, short(middling(mids)), short(middling(tails)), short(worst), short(middling(floors)),
			middling(ratios), most, missed(middling(ratios) > most))
	}
	ack, show, submit, tick, each := func(r round) sample { return r.ack }, func(r round) sample { return r.show }, func(r round) sample { return r.submit },
		func(r round) sample { return r.tick }, func(r round) sample { return r.each }
	wire := func(r round) time.Duration { return r.ackFloor.median() }
	row("show-command → ack, to the wire floor", middle, ack, sample.median, wire, 1.3)
	row("show-command → ack, to a bare program that shows the same window", middle, ack, sample.median, func(r round) time.Duration { return r.ackBare.median() }, 1.3)
	row("command → `views.open` sent, to the wire floor", middle, show, sample.median, wire, 2.5)
	row("command → `views.open` sent, to a bare program that shows the same window", middle, show, sample.median, func(r round) time.Duration { return r.showBare.median() }, 2.5)
	row("submission → ack, to the wire floor + 2.5 disk floors", middle, submit, sample.median,
		func(r round) time.Duration { return r.submitFloor.median() + r.disk.median()*5/2 }, 1)
	row("submission → ack, to the wire floor + the same rows written bare", middle, submit, sample.median,
		func(r round) time.Duration { return r.submitFloor.median() + r.rows.median() }, 1.5)
	row(fmt.Sprintf("a tick with nothing due, %d outbox rows, to the bare query", large), large, tick, sample.median, func(r round) time.Duration { return r.look.median() }, 2)
	row(fmt.Sprintf("each of %d messages, to one call + 2 disk floors", len(b.people)), middle, each, sample.mean,
		func(r round) time.Duration { return r.call.mean() + 2*r.diskRush.mean() }, 2)
	row("the coach on 3,000 characters, to 1 ms", middle, func(r round) sample { return r.coach }, sample.median, func(round) time.Duration { return time.Millisecond }, 1)
	row("the coach on 3,000 characters, to ten times 300", middle, func(r round) sample { return r.coach }, sample.median,
		func(r round) time.Duration { return 10 * r.coachShort.median() }, 1.3)
	many := fmt.Sprintf(", %d of %d asks", b.asksEach, b.asks)
	row("`/1on1 asks` → `views.open` sent"+many+", to the wire floor + the bare queries", middle, func(r round) sample { return r.asks }, sample.median,
		func(r round) time.Duration { return r.asksWire.median() + r.asksBare.median() }, 3)
	row("App Home opened → `views.publish` sent"+many+", to the wire floor + the bare queries", middle, func(r round) sample { return r.home }, sample.median,
		func(r round) time.Duration { return r.homeWire.median() + r.homeBare.median() }, 3)
	between := fmt.Sprintf(": %d meetings, to %d", large, small)
	for _, same := range []struct {
		what    string
		of      func(round) sample
		typical func(sample) time.Duration
	}{
		{"show-command → ack", ack, sample.median}, {"command → `views.open` sent", show, sample.median}, {"submission → ack", submit, sample.median},
		{"a tick with nothing due", tick, sample.median}, {"each message", each, sample.mean},
		{"nothing of ours, the wire floor", func(r round) sample { return r.ackFloor }, sample.median}, // how alike two rounds are
	} {
		next := 0
		row(same.what+between, large, same.of, same.typical, func(round) time.Duration {
			next++
			return same.typical(same.of(rounds[small][next-1]))
		}, 1.3)
	}
	plain := func(what string, of func(round) float64, unit string, most float64) {
		var all []float64
		for _, r := range rounds[middle] {
			all = append(all, of(r))
		}
		fmt.Fprintf(out, "| %s | %.0f %s | | %.0f %s | | | %.0f %s%s |\n", what, middling(all), unit, slices.Max(all), unit, most, unit, missed(slices.Max(all) > most))
	}
	plain(fmt.Sprintf("start to connected, %d meetings", middle), func(r round) float64 { return float64(r.start) / float64(time.Millisecond) }, "ms", 150)
	plain("memory under load", func(r round) float64 { return r.load }, "MiB", 64)
	plain("memory idle", func(r round) float64 { return r.idle }, "MiB", 32)
	kind := "static"
	if !static {
		kind = "not static, or no ELF"
	}
	mb := float64(size) / 1e6
	fmt.Fprintf(out, "| the binary, %s, stripped | %.1f MB | | | | | 24 MB%s |\n\n", kind, mb, missed(mb > 24))
	fmt.Fprintln(out, "| floors | median | p99 | most |\n|---|---|---|---|")
	for _, f := range []struct {
		what string
		of   func(round) sample
	}{
		{"wire, a command", func(r round) sample { return r.ackFloor }}, {"wire, a submission", func(r round) sample { return r.submitFloor }},
		{"a bare program shows the window: its ack", func(r round) sample { return r.ackBare }}, {"a bare program shows the window: `views.open` sent", func(r round) sample { return r.showBare }},
		{"disk, the rows of one talk planned", func(r round) sample { return r.rows }},
		{"disk, at the people's pace", func(r round) sample { return r.disk }}, {"disk, one row after the other", func(r round) sample { return r.diskRush }},
		{"one Web API call", func(r round) sample { return r.call }},
		{"wire, the window of `/1on1 asks`", func(r round) sample { return r.asksWire }}, {"wire, App Home", func(r round) sample { return r.homeWire }},
		{"the queries of `/1on1 asks`", func(r round) sample { return r.asksBare }}, {"the queries of App Home", func(r round) sample { return r.homeBare }},
	} {
		var all sample
		for _, r := range rounds[middle] {
			all = append(all, f.of(r)...)
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", f.what, short(all.median()), short(all.at(0.99)), short(all.at(1)))
	}
}

// middling is the median.
func middling[T cmp.Ordered](of []T) T {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

func missed(yes bool) string {
	if yes {
		return ", missed"
	}
	return ""
}

// short is a time with three digits that say something.
func short(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.3f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}
