package storage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// task is something to do for somebody by a day.
func task(words string, by oneonone.Date) oneonone.Task {
	return oneonone.Task{Words: words, Whose: oneonone.Mine, By: by}
}

func (w *world) MustFollow(tb testing.TB, organizer oneonone.Member, whom oneonone.Whom, t oneonone.Task) oneonone.Followup {
	tb.Helper()
	f, err := w.Follow(tb.Context(), organizer.ID, whom, w.window(), t)
	if err != nil {
		tb.Fatalf("follow up: %v", err)
	}
	return f
}

// MustClose closes one of its organizer's.
func (w *world) MustClose(tb testing.TB, f oneonone.Followup, s oneonone.FollowupState) {
	tb.Helper()
	if _, err := w.ChangeFollowup(tb.Context(), f.Organizer, f.ID, func(f *oneonone.Followup) error { return f.Close(s, w.clock.Now()) }); err != nil {
		tb.Fatalf("close follow-up: %v", err)
	}
}

// The same window twice is one follow-up, whatever was made of it since; with
// other values it is a correction, of the person too.
func TestFollow(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	ana := oneonone.Whom{Member: w.ana.ID}
	first := task("send her the minutes", june(10))
	f, err := w.Follow(ctx, w.sam.ID, ana, "V1/followup", first)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := w.Followup(ctx, w.sam.ID, f.ID); err != nil || !cmp.Equal(f, got) {
		t.Errorf("%v (-written +read):\n%s", err, cmp.Diff(f, got))
	}
	again := func(name string, whom oneonone.Whom, task oneonone.Task) oneonone.Followup {
		t.Helper()
		got, err := w.Follow(ctx, w.sam.ID, whom, "V1/followup", task)
		if err != nil || got.ID != f.ID {
			t.Errorf("%s: %v, %v", name, got.ID, err)
		}
		return got
	}
	before := w.dump(t)
	again("the same", ana, first)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("the same (-before +after):\n%s", diff)
	}
	if _, err := w.ChangeFollowup(ctx, w.sam.ID, f.ID, func(f *oneonone.Followup) error { return f.PutOff(june(20), w.clock.Now(), w.sam.Rhythm) }); err != nil {
		t.Fatal(err)
	}
	if got := again("the same, put off since", ana, first); got.Day(time.UTC) != "2026-06-20" {
		t.Errorf("due %s: what came later is undone", got.Day(time.UTC))
	}
	second := oneonone.Task{Words: "call", Whose: oneonone.Theirs, By: june(12), How: oneonone.HowCall}
	if got := again("corrected", ana, second); got.Task(time.UTC) != second || got.Person != f.Person {
		t.Errorf("corrected: %+v", got)
	}
	if diff := cmp.Diff([]string{"followup/2026-06-12 to sam", "followup/2026-06-12-again to sam"}, w.outbox(t, "waiting", f.ID)); diff != "" {
		t.Errorf("waiting (-want +got):\n%s", diff)
	}
	mei := again("for somebody else", oneonone.Whom{Member: w.mei.ID}, second)
	if mei.Member != w.mei.ID || mei.Person == f.Person {
		t.Errorf("for Mei: %+v", mei)
	}
	marta := again("outside Slack", oneonone.Whom{Name: "Marta"}, second)
	mended := again("her name mended", oneonone.Whom{Name: "Martha", Reach: "555"}, second)
	if p, err := w.Person(ctx, w.sam.ID, mended.Person); err != nil || mended.Person != marta.Person || p.Name != "Martha" || !mended.Member.IsZero() {
		t.Errorf("mended: %+v, %v", p, err)
	}
	// Something else knows her by now: who is meant after that is somebody else.
	w.MustFollow(t, w.sam, oneonone.Whom{Person: marta.Person}, first)
	if other := again("another name", oneonone.Whom{Name: "Bea"}, second); other.Person == marta.Person {
		t.Error("whom another follow-up is for was given another name")
	}
	// A talk's correction, too, leaves alone whom a follow-up is for.
	p := aPlan()
	p.Notice = oneonone.NoticeTell
	bea, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Name: "Bea"}, "V2/plan", p)
	if err != nil {
		t.Fatal(err)
	}
	w.MustFollow(t, w.sam, oneonone.Whom{Person: bea.Person}, first)
	if m, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Name: "Tom"}, "V2/plan", p); err != nil || m.Person == bea.Person {
		t.Errorf("%v: whom a follow-up is for was given another name", err)
	}
}

// A window that Slack delivers again sets nothing back.
func TestRewriteFollowup(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	f := w.MustFollow(t, w.sam, oneonone.Whom{Member: w.ana.ID}, task("send it", june(10)))
	rewrite := func(window string, k oneonone.Task) oneonone.Followup {
		t.Helper()
		got, err := w.RewriteFollowup(ctx, w.sam.ID, f.ID, window, k)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := rewrite("V1", task("bring it", june(11))); got.Words != "bring it" || got.Version != 2 {
		t.Errorf("rewritten: %+v", got)
	}
	rewrite("V2", task("call", june(12)))
	if got := rewrite("V1", task("bring it", june(11))); got.Words != "call" || got.Day(time.UTC) != "2026-06-12" {
		t.Errorf("delivered again: %+v", got)
	}
	w.MustClose(t, f, oneonone.Done)
	_, err := w.RewriteFollowup(ctx, w.sam.ID, f.ID, "V3", task("write", june(12)))
	wantKind(t, "done", err, oneonone.Stale)
}

// What the person met asks for is there once while it is open, whichever talk
// they ask about, and of no use to anybody else.
func TestRequest(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	one, two := w.MustPlan(t, w.sam, w.ana, aPlan()), w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(48*time.Hour)))
	joaos := w.MustPlan(t, w.joao, w.ana, at(thursday18.Add(96*time.Hour)))
	p := at(thursday18.Add(72 * time.Hour))
	p.Notice = oneonone.NoticeTell
	told := w.MustPlan(t, w.sam, w.ana, p)
	ask := func(name string, m oneonone.Meeting, what oneonone.Origin) {
		t.Helper()
		f, err := w.Request(ctx, w.ana.ID, m.ID, what)
		if err != nil || f.Organizer != m.Organizer {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
	waits := func(name string, m oneonone.Meeting, want ...oneonone.Origin) {
		t.Helper()
		got, err := w.Requested(ctx, w.ana.ID, m.ID)
		wanted := map[oneonone.Origin]oneonone.Waiting{}
		for _, o := range want {
			wanted[o] = oneonone.Waiting{Since: w.clock.Now()}
		}
		if diff := cmp.Diff(wanted, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	waits("nothing asked", one)
	ask("first", one, oneonone.OriginDelete)
	before := w.dump(t)
	ask("once more", one, oneonone.OriginDelete)
	ask("on another talk's card", two, oneonone.OriginDelete)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("once more (-before +after):\n%s", diff)
	}
	ask("the other question", two, oneonone.OriginKept)
	ask("another organizer", joaos, oneonone.OriginKept)
	waits("of one", one, oneonone.OriginDelete, oneonone.OriginKept)
	waits("of two", two, oneonone.OriginDelete, oneonone.OriginKept)
	waits("of Joao", joaos, oneonone.OriginKept)

	open, err := w.OpenFollowups(ctx, w.sam.ID, 9)
	if err != nil || len(open) != 2 {
		t.Fatalf("%+v, %v", open, err)
	}
	for _, f := range open {
		want := []string{"followup/2026-06-09 to sam", "followup/2026-06-09-again to sam"}
		if diff := cmp.Diff(want, w.outbox(t, "waiting", f.ID)); diff != "" || f.Words != "" {
			t.Errorf("%s %q waiting (-want +got):\n%s", f.Origin, f.Words, diff)
		}
	}
	for _, f := range open {
		w.MustClose(t, f, oneonone.Done)
	}
	waits("answered", one)
	ask("asked anew", two, oneonone.OriginDelete)
	waits("asked anew", two, oneonone.OriginDelete)

	before = w.dump(t)
	for name, who := range map[string]oneonone.ID{"the organizer": w.sam.ID, "a stranger": w.mei.ID, "nobody": {}} {
		f, err := w.Request(ctx, who, one.ID, oneonone.OriginKept)
		wantKind(t, name, err, oneonone.NotFound)
		if f != (oneonone.Followup{}) {
			t.Errorf("%s got %+v", name, f)
		}
	}
	_, err = w.Request(ctx, w.ana.ID, told.ID, oneonone.OriginKept)
	wantKind(t, "a talk she knows nothing of here", err, oneonone.NotFound)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// The talks with a person of which something is written.
func TestKept(t *testing.T) {
	w := newWorld(t)
	var talks []oneonone.Meeting
	for i := range 4 {
		talks = append(talks, w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(time.Duration(i)*24*time.Hour))))
	}
	mei := w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(-24*time.Hour)))
	w.clock.Set(talks[1].End())
	w.MustReflect(t, talks[0], "Her sister", "")
	w.MustReflect(t, mei, "She sings", "")
	w.MustWrite(t, talks[2], oneonone.PagePrep, oneonone.Notes{oneonone.FieldFindOut: "Why"})
	check := func(name string, want ...oneonone.ID) {
		t.Helper()
		got, err := w.Kept(t.Context(), w.sam.ID, talks[0].Person, 9)
		var ids []oneonone.ID
		for _, m := range got {
			ids = append(ids, m.ID)
		}
		if diff := cmp.Diff(want, ids); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	check("a line and a page", talks[2].ID, talks[0].ID)
	w.MustWrite(t, talks[2], oneonone.PagePrep, oneonone.Notes{})
	check("the page emptied", talks[0].ID)
}

// People wait who were promised something that is due: each counts once, and for
// nobody's own.
func TestCountFollowups(t *testing.T) {
	w := newWorld(t)
	check := func(name string, before oneonone.Date, open, waiting int) {
		t.Helper()
		gotOpen, gotWaiting, err := w.CountFollowups(t.Context(), w.sam.ID, before.In(time.UTC))
		if err != nil || gotOpen != open || gotWaiting != waiting {
			t.Errorf("%s: %d open, %d waiting, %v, want %d and %d", name, gotOpen, gotWaiting, err, open, waiting)
		}
	}
	check("none", june(30), 0, 0)
	ana, mei := oneonone.Whom{Member: w.ana.ID}, oneonone.Whom{Member: w.mei.ID}
	f := w.MustFollow(t, w.sam, ana, task("one", june(10)))
	w.MustFollow(t, w.sam, ana, task("two", june(11)))
	w.MustFollow(t, w.joao, ana, task("his", june(10)))
	theirs := task("hers", june(10))
	theirs.Whose = oneonone.Theirs
	w.MustFollow(t, w.sam, mei, theirs)
	check("the day before", june(10), 3, 0)
	check("the day", june(11), 3, 1)
	check("one person, though twice", june(12), 3, 1)
	w.MustFollow(t, w.sam, mei, task("three", june(11)))
	check("two people", june(12), 4, 2)
	w.MustClose(t, f, oneonone.Done)
	check("one done", june(11), 3, 0)
}

// Counted from the end of the talk, or from the yes, to the first thing done.
func TestFirstFollowupWithin(t *testing.T) {
	w, m := held(t) // Thursday the 11th, 18:45
	from, to := june(1).In(time.UTC), june(30).In(time.UTC)
	check := func(name string, within, of int) {
		t.Helper()
		gotWithin, gotOf, err := w.FirstFollowupWithin(t.Context(), w.sam.ID, from, to)
		if err != nil || gotWithin != within || gotOf != of {
			t.Errorf("%s: %d of %d, %v, want %d of %d", name, gotWithin, gotOf, err, within, of)
		}
	}
	ana := oneonone.Whom{Member: w.ana.ID}
	w.MustReflect(t, m, "Her sister", "")
	check("nothing to follow up", 0, 0)
	w.MustReflect(t, m, "Her sister", "Send it")
	check("promised", 0, 1)
	promise := openFollowup(t, w)
	own := w.MustFollow(t, w.sam, ana, task("thank her", june(13)))
	w.clock.Set(m.End().Add(oneonone.FollowupWithin))
	w.MustClose(t, own, oneonone.Done)
	check("the first, within 48 hours to the second", 1, 1)
	w.clock.Advance(time.Second)
	w.MustClose(t, promise, oneonone.Done)
	check("the second, later", 1, 1)
	// Too late for this talk.
	w.MustFollow(t, w.sam, ana, task("call", june(20)))
	check("noted later", 1, 1)

	// Another talk, whose one promise is a second late, then let go.
	two := w.MustPlan(t, w.sam, w.mei, at(w.clock.Now().Add(24*time.Hour)))
	w.clock.Set(two.End())
	w.MustReflect(t, two, "She sings", "Bring the song")
	theirs := task("she calls", june(20))
	theirs.Whose = oneonone.Theirs
	w.MustClose(t, w.MustFollow(t, w.sam, oneonone.Whom{Member: w.mei.ID}, theirs), oneonone.Done)
	check("theirs is none of mine", 1, 2)
	w.clock.Set(two.End().Add(oneonone.FollowupWithin + time.Second))
	late, err := w.Reflection(t.Context(), w.sam.ID, two.ID)
	if err != nil {
		t.Fatal(err)
	}
	var id oneonone.ID
	if err := w.raw.QueryRow(`select id from followup where meeting = $1`, late.Meeting).Scan(&id); err != nil {
		t.Fatal(err)
	}
	w.MustClose(t, oneonone.Followup{Organizer: w.sam.ID, ID: id}, oneonone.Done)
	check("a second late", 1, 2)

	// A talk that called for nothing before its time was up.
	three := w.MustPlan(t, w.sam, w.joao, at(w.clock.Now().Add(time.Hour)))
	w.clock.Set(three.End())
	w.MustChange(t, three, w.met)
	w.clock.Advance(oneonone.FollowupWithin + time.Second)
	w.MustClose(t, w.MustFollow(t, w.sam, oneonone.Whom{Member: w.joao.ID}, task("call", june(25))), oneonone.Done)
	check("noted after its time", 1, 2)

	// A yes, as it stands in the row.
	yes := w.clock.Now()
	row := w.MustFollow(t, w.sam, oneonone.Whom{Name: "Bea"}, task("Saturday at the library", june(20)))
	if _, err := w.raw.Exec(`update followup set origin = 'confirm', ask = $1 where id = $2`, oneonone.NewID(), row.ID); err != nil {
		t.Fatal(err)
	}
	check("a yes", 1, 3)
	w.clock.Set(yes.Add(oneonone.FollowupWithin))
	w.MustClose(t, row, oneonone.Done)
	check("confirmed", 2, 3)
	// What is let go was not called for; and nothing else counts.
	w.MustClose(t, w.MustFollow(t, w.sam, oneonone.Whom{Name: "Tom"}, task("no", june(21))), oneonone.Dropped)
	if _, err := w.Request(t.Context(), w.ana.ID, m.ID, oneonone.OriginDelete); err != nil {
		t.Fatal(err)
	}
	check("a request is neither", 2, 3)
	from = two.Start
	check("from the second talk on", 1, 2)
	to = yes
	check("before the yes", 0, 1)
	if within, of, err := w.FirstFollowupWithin(t.Context(), w.joao.ID, june(1).In(time.UTC), june(30).In(time.UTC)); within != 0 || of != 0 || err != nil {
		t.Errorf("another's: %d of %d, %v", within, of, err)
	}
}

// What somebody types about one is sealed, and gone once it is written over.
func TestFollowupWordsAreSealed(t *testing.T) {
	w := newWorld(t)
	f := w.MustFollow(t, w.sam, oneonone.Whom{Member: w.ana.ID}, task("Wordsword", june(10)))
	var sealed []byte
	if err := w.raw.QueryRow(`select words from followup where id = $1`, f.ID).Scan(&sealed); err != nil {
		t.Fatal(err)
	}
	if n := len(sealed); n <= len("Wordsword") || string(sealed) == "Wordsword" {
		t.Errorf("%d bytes in the clear", n)
	}
	if _, err := w.RewriteFollowup(t.Context(), w.sam.ID, f.ID, "V1", task("Otherword", june(10))); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := w.raw.QueryRow(`select count(*) from followup where words = $1`, sealed).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows hold the old words, %v", n, err)
	}
}
