package storage_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

func TestMemberIsOneRow(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	ids := make([]oneonone.ID, 8)
	for i := range ids {
		wg.Go(func() { ids[i] = MustMember(t, w.DB, "U0NEW", time.UTC).ID })
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("two rows: %v and %v", ids[0], id)
		}
	}
	got, err := w.MemberByID(t.Context(), ids[0])
	if err != nil || got.SlackID != "U0NEW" {
		t.Errorf("found %+v, %v", got, err)
	}
	if MustMember(t, w.DB, "u0new", nil).ID == ids[0] {
		t.Error("another Slack id found the same row")
	}
}

func TestKnownMember(t *testing.T) {
	w := newWorld(t)
	before := w.dump(t)
	for slackID, want := range map[string]bool{"U0SAM": true, "U0NOBODY": false, "": false} {
		if got, err := w.KnownMember(t.Context(), slackID); got != want || err != nil {
			t.Errorf("KnownMember(%q) = %t, %v, want %t", slackID, got, err, want)
		}
	}
	if _, err := w.MemberByID(t.Context(), oneonone.NewID()); oneonone.KindOf(err) != oneonone.NotFound {
		t.Errorf("MemberByID of nobody: %v", err)
	}
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("asking wrote something:\n%s", diff)
	}
}

// "The evening before" is another instant in another zone, for either of the
// two; a zone Slack did not tell changes nothing.
func TestZoneChangeMovesReminders(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustAnswer(t, m, w.accept)
	w.MustSend(t)

	MustMember(t, w.DB, "U0SAM", MustZone(t, "Europe/Lisbon"))     // UTC+1
	MustMember(t, w.DB, "U0ANA", MustZone(t, "America/Sao_Paulo")) // UTC-3
	want := map[string]time.Time{
		"prep":       time.Date(2026, 6, 10, 17, 0, 0, 0, time.UTC), // 18:00
		"still good": time.Date(2026, 6, 10, 15, 0, 0, 0, time.UTC), // noon
		"after":      time.Date(2026, 6, 11, 19, 0, 0, 0, time.UTC), // a quarter after the end, anywhere
		"once more":  time.Date(2026, 6, 12, 8, 0, 0, 0, time.UTC),  // 9:00
	}
	check := func() {
		t.Helper()
		got := map[string]time.Time{
			"prep":       w.dueAt(t, m.ID, oneonone.NudgePrep, "1"),
			"still good": w.dueAt(t, m.ID, oneonone.NudgeStillGood, "1"),
			"after":      w.dueAt(t, m.ID, oneonone.NudgeAfter, "1"),
			"once more":  w.dueAt(t, m.ID, oneonone.NudgeAfterAgain, "1-again"),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("due (-want +got):\n%s", diff)
		}
	}
	check()
	before := w.dump(t)
	if got := MustMember(t, w.DB, "U0SAM", nil).Zone.String(); got != "Europe/Lisbon" {
		t.Errorf("zone %s after Slack was silent", got)
	}
	MustMember(t, w.DB, "U0SAM", MustZone(t, "Europe/Lisbon"))
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("the same zone once more wrote something:\n%s", diff)
	}
	check()

	// What was sent is not sent again by moving house.
	w.clock.Set(want["prep"])
	w.MustSend(t)
	MustMember(t, w.DB, "U0SAM", MustZone(t, "America/New_York"))
	if got := w.MustSend(t); len(got) != 0 {
		t.Errorf("sent again: %v", got)
	}
}

func TestChannelIsKept(t *testing.T) {
	w := newWorld(t)
	if got, err := w.Channel(t.Context(), w.ana.ID); got != "" || err != nil {
		t.Errorf("at first %q, %v", got, err)
	}
	if err := w.SetChannel(t.Context(), w.ana.ID, "D0ANA"); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Channel(t.Context(), w.ana.ID); got != "D0ANA" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := w.Channel(t.Context(), w.sam.ID); got != "" || err != nil {
		t.Errorf("sam's: %q, %v", got, err)
	}
}

func TestWelcomeComesOnceEver(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		if err := w.Welcome(t.Context(), w.sam.ID); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"welcome/ to sam"}, w.MustSend(t)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.clock.Advance(1000 * time.Hour)
	if err := w.Welcome(t.Context(), w.sam.ID); err != nil {
		t.Fatal(err)
	}
	if got := w.MustSend(t); len(got) != 0 {
		t.Errorf("again: %v", got)
	}
}

// A message typed to the bot is answered once, however often Slack tells of it,
// and not hours later.
func TestHint(t *testing.T) {
	w := newWorld(t)
	hint := func(key string, heard oneonone.Typed) {
		t.Helper()
		if err := w.Hint(t.Context(), w.ana.ID, key, heard); err != nil {
			t.Fatal(err)
		}
	}
	hint("D1/1.1", oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "list"})
	hint("D1/1.1", oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "list", More: true}) // understood otherwise by now
	hint("D1/2.2", oneonone.Typed{})
	if diff := cmp.Diff([]string{"hint/verb-list to ana", "hint/ to ana"}, w.MustSend(t)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	hint("D1/3.3", oneonone.Typed{})
	w.clock.Advance(time.Hour)
	if got := w.MustSend(t); len(got) != 0 {
		t.Errorf("an hour late: %v", got)
	}
}

// Someone outside Slack belongs to one organizer, is found again, and can be
// named better when the modal is corrected.
func TestOutside(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	told := aPlan()
	told.Notice = oneonone.NoticeTell
	plan := func(whom oneonone.Whom, submission string, p oneonone.Plan) oneonone.Meeting {
		t.Helper()
		m, err := w.Plan(ctx, w.sam.ID, whom, submission, p)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	people := func(organizer oneonone.Member) (names []string) {
		t.Helper()
		got, err := w.Outside(ctx, organizer.ID, 9)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got {
			names = append(names, p.Name+" "+p.Reach)
		}
		return names
	}
	first := plan(oneonone.Whom{Name: "Marta", Reach: "555 0134"}, "V1/plan", told)
	if !first.Outside() {
		t.Fatalf("%+v", first)
	}
	if got := plan(oneonone.Whom{Name: "Marta", Reach: "555 0134"}, "V1/plan", told); got.ID != first.ID || got.Version != first.Version {
		t.Errorf("the same once more: %+v", got)
	}
	if diff := cmp.Diff([]string{"Marta 555 0134"}, people(w.sam)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A name mended in the same modal is the same person.
	if got := plan(oneonone.Whom{Name: "Marta R.", Reach: "555 0134"}, "V1/plan", told); got.Person != first.Person {
		t.Error("a mended name made another person")
	}
	if diff := cmp.Diff([]string{"Marta R. 555 0134"}, people(w.sam)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Chosen again; then corrected to someone new: she is known from the first
	// talk, and keeps her name.
	again := plan(oneonone.Whom{Person: first.Person}, "V2/plan", at(thursday18.Add(time.Hour)))
	if again.Person != first.Person || again.ID == first.ID {
		t.Errorf("chosen again: %+v", again)
	}
	if got := plan(oneonone.Whom{Name: "Teo"}, "V2/plan", at(thursday18.Add(time.Hour))); got.ID != again.ID || got.Person == first.Person {
		t.Errorf("corrected to someone new: %+v", got)
	}
	w.clock.Advance(time.Second)
	if got := people(w.sam); len(got) != 2 || !slices.Contains(got, "Marta R. 555 0134") || !slices.Contains(got, "Teo ") {
		t.Errorf("%q", got)
	}
	if got := people(w.joao); got != nil {
		t.Errorf("another organizer knows %q", got)
	}
	_, err := w.Plan(ctx, w.joao.ID, oneonone.Whom{Person: first.Person}, "V3/plan", told)
	wantKind(t, "another's person", err, oneonone.NotFound)
	// From a member to someone outside: the invitation is withdrawn.
	member := plan(oneonone.Whom{Member: w.ana.ID}, "V4/plan", at(thursday18.Add(2*time.Hour)))
	p := told
	p.Start = thursday18.Add(2 * time.Hour)
	moved := plan(oneonone.Whom{Name: "Ana T."}, "V4/plan", p)
	if moved.ID != member.ID || !moved.Outside() {
		t.Errorf("%+v", moved)
	}
	for _, line := range w.outbox(t, "waiting", member.ID) {
		if strings.HasSuffix(line, "to ana") {
			t.Errorf("still waiting: %s", line)
		}
	}
}
