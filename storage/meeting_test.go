package storage_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
	"oneonone/storage"
)

func TestPlanIsReadBackAsWritten(t *testing.T) {
	w := newWorld(t)
	p := aPlan()
	p.AskComing = true
	m := w.MustPlan(t, w.sam, w.ana, p)
	got, err := w.Meeting(t.Context(), w.sam.ID, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("read (-written +read):\n%s", diff)
	}
	if diff := cmp.Diff(p, got.Plan); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

// Everything twice is once.
func TestPlanTwice(t *testing.T) {
	w := newWorld(t)
	plan := func(member oneonone.Member, p oneonone.Plan) oneonone.Meeting {
		t.Helper()
		m, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: member.ID}, "V1/plan", p)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	meetings := func() (n int) {
		t.Helper()
		if err := w.raw.QueryRow(`select count(*) from meeting`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	first := plan(w.ana, aPlan())
	before := w.dump(t)
	if diff := cmp.Diff(first, plan(w.ana, aPlan())); diff != "" {
		t.Errorf("the same submission twice (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("and wrote something:\n%s", diff)
	}

	// Corrected and submitted again: the row is revised, not doubled.
	later := at(thursday18.Add(time.Hour))
	revised := plan(w.ana, later)
	if revised.ID != first.ID || revised.Revision != 2 || !revised.Start.Equal(later.Start) {
		t.Errorf("corrected: got id %v revision %d at %v", revised.ID == first.ID, revised.Revision, revised.Start)
	}
	if diff := cmp.Diff([]string{"invitation/2 to ana", "planned/2 to sam"}, w.outbox(t, "waiting", first.ID)[:2]); diff != "" {
		t.Errorf("waiting (-want +got):\n%s", diff)
	}

	// Corrected to another person: the first hears no more of it.
	toMei := plan(w.mei, later)
	if toMei.ID != first.ID || toMei.Member != w.mei.ID || toMei.Revision != 3 {
		t.Errorf("for another person: %+v", toMei)
	}
	if n := meetings(); n != 1 {
		t.Errorf("%d meetings, want 1", n)
	}
	for _, line := range w.outbox(t, "waiting", oneonone.ID{}) {
		if line == "invitation/1 to ana" || line == "invitation/2 to ana" {
			t.Errorf("still waiting: %s", line)
		}
	}
	_, err := w.Invitation(t.Context(), w.ana.ID, first.ID)
	wantKind(t, "the first person's invitation", err, oneonone.NotFound)
	if _, err := w.Invitation(t.Context(), w.mei.ID, first.ID); err != nil {
		t.Errorf("the second person's: %v", err)
	}

	// Another organizer's modal of the same name is another modal.
	if _, err := w.Plan(t.Context(), w.joao.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", aPlan()); err != nil {
		t.Fatal(err)
	}
	if n := meetings(); n != 2 {
		t.Errorf("%d meetings, want 2", n)
	}
}

// A corrected submission is not taken for the same once more, whatever was
// corrected.
func TestPlanCorrected(t *testing.T) {
	corrections := map[string]func(*oneonone.Plan){
		"purpose": func(p *oneonone.Plan) { p.Purpose += "!" },
		"place":   func(p *oneonone.Plan) { p.Place = "" },
		"start":   func(p *oneonone.Plan) { p.Start = p.Start.Add(time.Minute) },
		"second":  func(p *oneonone.Plan) { p.Second = p.Start.Add(24 * time.Hour) },
		"kind":    func(p *oneonone.Plan) { p.Kind = oneonone.Maintenance },
		"length":  func(p *oneonone.Plan) { p.Length = time.Hour },
		"ask":     func(p *oneonone.Plan) { p.AskComing = !p.AskComing },
		"notice":  func(p *oneonone.Plan) { p.Notice = oneonone.NoticeTell },
	}
	if n := reflect.TypeFor[oneonone.Plan]().NumField(); n != len(corrections) {
		t.Errorf("a plan has %d fields, %d are corrected here", n, len(corrections))
	}
	for name, correct := range corrections {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := aPlan()
			first, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", p)
			if err != nil {
				t.Fatal(err)
			}
			correct(&p)
			second, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", p)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(p, second.Plan); diff != "" || second.ID != first.ID || second.Revision != 2 {
				t.Errorf("revision %d (-want +got):\n%s", second.Revision, diff)
			}
		})
	}
}

// Slack may deliver a submission again minutes later. By then the person has
// answered, or the organizer has moved the talk: neither is undone.
func TestPlanRedeliveredLater(t *testing.T) {
	tests := map[string]func(w *world, m oneonone.Meeting){
		"after a no":   func(w *world, m oneonone.Meeting) { w.MustAnswer(t, m, w.decline) },
		"after a yes":  func(w *world, m oneonone.Meeting) { w.MustAnswer(t, m, w.accept) },
		"after a move": func(w *world, m oneonone.Meeting) { w.MustChange(t, m, w.move(thursday18.Add(24*time.Hour))) },
		"after they met": func(w *world, m oneonone.Meeting) {
			w.clock.Set(m.End())
			w.MustChange(t, m, w.met)
		},
		"after they did not": func(w *world, m oneonone.Meeting) {
			w.clock.Set(m.End())
			w.MustChange(t, m, w.missed)
		},
	}
	for name, happens := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			m, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", aPlan())
			if err != nil {
				t.Fatal(err)
			}
			happens(w, m)
			before := w.dump(t)
			if _, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", aPlan()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, w.dump(t)); diff != "" {
				t.Errorf("it wrote something:\n%s", diff)
			}
		})
	}
}

// A talk that was held stays held, whoever the modal names now.
func TestPlanForAnotherPersonAfterTheyMet(t *testing.T) {
	w := newWorld(t)
	m, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", aPlan())
	if err != nil {
		t.Fatal(err)
	}
	w.clock.Set(m.End())
	w.MustChange(t, m, w.met)
	before := w.dump(t)
	_, err = w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.mei.ID}, "V1/plan", at(thursday18.Add(48*time.Hour)))
	wantKind(t, "plan", err, oneonone.Stale)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("it wrote something:\n%s", diff)
	}
}

// move is a rule that moves a talk.
func (w *world) move(to time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error {
		p := m.Plan
		p.Start = to
		return m.Revise(p, w.clock.Now())
	}
}

func TestPlanConcurrently(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	ids := make([]oneonone.ID, 16)
	for i := range ids {
		wg.Go(func() {
			// Half of them the very same, half corrected.
			m, err := w.Plan(t.Context(), w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", at(thursday18.Add(time.Duration(i%2)*time.Hour)))
			if err != nil {
				t.Error(err)
			}
			ids[i] = m.ID
		})
	}
	wg.Wait()
	if slices.ContainsFunc(ids, func(id oneonone.ID) bool { return id != ids[0] }) {
		t.Errorf("several meetings: %v", ids)
	}
	waiting := w.outbox(t, "waiting", ids[0])
	invitations := slices.DeleteFunc(waiting, func(s string) bool { return s[:7] != "invitat" })
	if len(invitations) != 1 {
		t.Errorf("invitations waiting: %v", invitations)
	}
}

// What each change leaves waiting. The rows are the promise not to nag: who
// hears what, and nothing else.
func TestTransitionsKeepTheOutboxInStep(t *testing.T) {
	afterEnd := thursday18.Add(45 * time.Minute)
	type step struct {
		name string
		do   func(t *testing.T, w *world, m oneonone.Meeting)
		want []string
	}
	answer := func(rule func(w *world) func(*oneonone.Meeting) error) func(*testing.T, *world, oneonone.Meeting) {
		return func(t *testing.T, w *world, m oneonone.Meeting) { w.MustAnswer(t, m, rule(w)) }
	}
	change := func(at time.Time, rule func(w *world) func(*oneonone.Meeting) error) func(*testing.T, *world, oneonone.Meeting) {
		return func(t *testing.T, w *world, m oneonone.Meeting) {
			w.clock.Set(at)
			w.MustChange(t, m, rule(w))
		}
	}
	accept := func(w *world) func(*oneonone.Meeting) error { return w.accept }
	confirm := func(w *world) func(*oneonone.Meeting) error { return w.confirm }
	decline := func(w *world) func(*oneonone.Meeting) error { return w.decline }
	cannot := func(w *world) func(*oneonone.Meeting) error { return w.cannot }
	hour := func(w *world) func(*oneonone.Meeting) error { return w.hourBefore }
	met := func(w *world) func(*oneonone.Meeting) error { return w.met }
	missed := func(w *world) func(*oneonone.Meeting) error { return w.missed }
	nothing := func(w *world) func(*oneonone.Meeting) error { return noted }
	friday := func(w *world) func(*oneonone.Meeting) error { return w.move(thursday18.Add(24 * time.Hour)) }

	passed := fmt.Sprintf("passed/1-%d to sam", thursday18.Unix())
	rest := []string{"prep/1 to sam", "after/1 to sam", "after_again/1-again to sam"}
	invited := append([]string{"invitation/1 to ana", "planned/1 to sam", "unanswered/1 to sam"}, rest...)
	accepted := append([]string{"answer/1-coming to sam", "invitation/1 to ana", "planned/1 to sam", "still_good/1 to ana"}, rest...)
	withHour := []string{"answer/1-coming to sam", "invitation/1 to ana", "planned/1 to sam", "still_good/1 to ana", "prep/1 to sam", "hour_before/1 to ana", "after/1 to sam", "after_again/1-again to sam"}
	moved := []string{"invitation/2 to ana", "planned/2 to sam", "unanswered/2 to sam", "prep/2 to sam", "after/2 to sam", "after_again/2-again to sam"}
	tests := []struct {
		name   string
		notice oneonone.Notice
		want   []string
		steps  []step
	}{
		{"invited", oneonone.NoticeInvite, invited, []step{
			{"yes", answer(accept), accepted},
			{"yes twice", answer(accept), accepted},
			{"remind me", answer(hour), withHour},
			{"still good", answer(confirm), withHour},
			{"cannot after all", answer(cannot), []string{"answer/1-cannot_come to sam", passed}},
			{"no twice", answer(decline), []string{"answer/1-cannot_come to sam", passed}},
			{"planned anew", change(monday.Add(time.Hour), friday), moved},
		}},
		{"refused", oneonone.NoticeInvite, invited, []step{
			{"no", answer(decline), []string{"answer/1-not_for_me to sam", passed}},
		}},
		{"moved and held", oneonone.NoticeInvite, invited, []step{
			{"moved", change(monday, friday), moved},
			{"met", change(afterEnd.Add(24*time.Hour), met), []string{"reflect/2 to sam"}},
			{"met twice", change(afterEnd.Add(25*time.Hour), met), []string{"reflect/2 to sam"}},
			{"nothing to note", change(afterEnd.Add(25*time.Hour), nothing), []string{}},
		}},
		{"held, answered the morning after", oneonone.NoticeInvite, invited, []step{
			{"met", change(thursday18.Add(20*time.Hour), met), []string{}},
		}},
		{"missed", oneonone.NoticeInvite, invited, []step{
			{"did not happen", change(afterEnd, missed), []string{}},
			{"met after all", change(afterEnd, met), []string{"reflect/1 to sam"}},
		}},
		{"agreed", oneonone.NoticeAgreed,
			[]string{"invitation/1 to ana", "planned/1 to sam", "still_good/1 to ana", "prep/1 to sam", "after/1 to sam", "after_again/1-again to sam"}, []step{
				{"cannot after all", answer(cannot), []string{"answer/1-cannot_come to sam", passed}},
			}},
		{"told in person", oneonone.NoticeTell,
			[]string{"planned/1 to sam", "prep/1 to sam", "after/1 to sam", "after_again/1-again to sam"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			p := aPlan()
			p.Notice = tt.notice
			m := w.MustPlan(t, w.sam, w.ana, p)
			if diff := cmp.Diff(tt.want, w.outbox(t, "waiting", m.ID)); diff != "" {
				t.Errorf("planned (-want +got):\n%s", diff)
			}
			for _, s := range tt.steps {
				s.do(t, w, m)
				if diff := cmp.Diff(s.want, w.outbox(t, "waiting", m.ID)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", s.name, diff)
				}
			}
		})
	}
}

// A rule that refuses, or changes nothing, writes nothing.
func TestChangeThatChangesNothing(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustAnswer(t, m, w.accept)
	before := w.dump(t)
	w.MustAnswer(t, m, w.accept)
	w.MustChange(t, m, w.move(m.Start))
	_, err := w.ChangeMeeting(t.Context(), w.sam.ID, m.ID, w.met)
	wantKind(t, "met before the start", err, oneonone.Stale)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

func TestAnswerInvitation(t *testing.T) {
	w := newWorld(t)
	invited := w.MustPlan(t, w.sam, w.ana, aPlan())
	p := aPlan()
	p.Notice = oneonone.NoticeTell
	told := w.MustPlan(t, w.sam, w.ana, p)
	before := w.dump(t)
	tests := []struct {
		name   string
		member oneonone.Member
		m      oneonone.Meeting
	}{
		{"by a third person", w.mei, invited},
		{"by another organizer", w.joao, invited},
		{"by the organizer", w.sam, invited},
		{"to a talk announced in person", w.ana, told},
		{"to no talk", w.ana, oneonone.Meeting{ID: oneonone.NewID()}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := w.AnswerInvitation(t.Context(), tt.member.ID, tt.m.ID, w.accept)
			wantKind(t, "answer", err, oneonone.NotFound)
			if diff := cmp.Diff(oneonone.Meeting{}, m); diff != "" {
				t.Errorf("and gave:\n%s", diff)
			}
			m, err = w.Invitation(t.Context(), tt.member.ID, tt.m.ID)
			wantKind(t, "invitation", err, oneonone.NotFound)
			if diff := cmp.Diff(oneonone.Meeting{}, m); diff != "" {
				t.Errorf("and gave:\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// The person met never sees the kind, and nothing that the organizer wrote down
// about the talk.
func TestPersonSeesNoMoreThanTheInvitation(t *testing.T) {
	w := newWorld(t)
	p := aPlan()
	p.Kind = oneonone.Escalation
	m := w.MustPlan(t, w.sam, w.ana, p)
	check := func(what string, got oneonone.Meeting) {
		t.Helper()
		if got.Kind != "" || !got.Person.IsZero() || got.Line != oneonone.LineOpen || !got.ClosedAt.IsZero() {
			t.Errorf("%s shows kind %q, person %v, line %d, closed at %v", what, got.Kind, got.Person, got.Line, got.ClosedAt)
		}
		if got.Purpose != p.Purpose || got.Place != p.Place || !got.Start.Equal(p.Start) {
			t.Errorf("%s hides what they may see: %+v", what, got)
		}
	}
	answered, err := w.AnswerInvitation(t.Context(), w.ana.ID, m.ID, w.accept)
	if err != nil {
		t.Fatal(err)
	}
	check("the answer", answered)
	upcoming, err := w.Upcoming(t.Context(), w.ana.ID, 5)
	if err != nil || len(upcoming) != 1 || upcoming[0].Mine {
		t.Fatalf("upcoming %+v, %v", upcoming, err)
	}
	check("upcoming", upcoming[0].Meeting)
	w.clock.Set(m.End())
	w.MustReflect(t, m, "Her sister", "")
	seen, err := w.Invitation(t.Context(), w.ana.ID, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	check("the invitation", seen)
	mine, err := w.Meeting(t.Context(), w.sam.ID, m.ID)
	if err != nil || mine.Kind != oneonone.Escalation || mine.Line == oneonone.LineOpen || mine.ClosedAt.IsZero() {
		t.Errorf("the organizer sees %+v, %v", mine, err)
	}
}

// ids are the talks' ids, as a sorted set or in their order.
func ids(talks []storage.Talk) []oneonone.ID {
	out := make([]oneonone.ID, len(talks))
	for i, t := range talks {
		out[i] = t.ID
	}
	return out
}

func sorted(in []oneonone.ID) []oneonone.ID {
	return slices.SortedFunc(slices.Values(in), func(a, b oneonone.ID) int { return slices.Compare(a[:], b[:]) })
}

func TestLists(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	plan := func(organizer, member oneonone.Member, start time.Time, length time.Duration, n oneonone.Notice) oneonone.Meeting {
		p := at(start)
		p.Length, p.Notice = length, n
		return w.MustPlan(t, organizer, member, p)
	}
	const invite, tell = oneonone.NoticeInvite, oneonone.NoticeTell
	running := plan(w.sam, w.ana, thursday18.Add(-time.Hour), time.Hour, invite) // ends at 18:00
	atSix := plan(w.sam, w.mei, thursday18, 20*time.Minute, invite)
	asGuest := plan(w.joao, w.sam, thursday18.Add(time.Minute), 20*time.Minute, invite)
	plan(w.joao, w.sam, thursday18.Add(2*time.Minute), 20*time.Minute, tell) // Sam must not learn of it here
	refused := plan(w.sam, w.ana, thursday18.Add(3*time.Minute), 20*time.Minute, invite)
	w.MustAnswer(t, refused, w.decline)
	last := plan(w.sam, w.ana, thursday18.Add(time.Hour), 20*time.Minute, tell)

	lists := func(now time.Time) (out [4][]oneonone.ID) {
		t.Helper()
		w.clock.Set(now)
		for i, list := range []func() ([]storage.Talk, error){
			func() ([]storage.Talk, error) { return w.Upcoming(ctx, w.sam.ID, 9) },
			func() ([]storage.Talk, error) { return w.Ended(ctx, w.sam.ID, 9) },
			func() ([]storage.Talk, error) { return w.Unreflected(ctx, w.sam.ID, 9) },
			func() ([]storage.Talk, error) { return w.Earlier(ctx, w.sam.ID, storage.FirstPage, 9) },
		} {
			talks, err := list()
			if err != nil {
				t.Fatal(err)
			}
			out[i] = ids(talks)
		}
		return out
	}
	check := func(name string, got [4][]oneonone.ID, upcoming, ended, unreflected, earlier []oneonone.Meeting) {
		t.Helper()
		for i, want := range [][]oneonone.Meeting{upcoming, ended, unreflected, earlier} {
			wantIDs := make([]oneonone.ID, len(want))
			for j, m := range want {
				wantIDs[j] = m.ID
			}
			if diff := cmp.Diff(wantIDs, got[i]); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", name, []string{"upcoming", "ended", "unreflected", "earlier"}[i], diff)
			}
		}
	}
	type ms = []oneonone.Meeting
	check("beforehand", lists(monday), ms{running, atSix, asGuest, last}, ms{}, ms{}, ms{refused})
	check("a second before the end", lists(thursday18.Add(-time.Second)), ms{running, atSix, asGuest, last}, ms{}, ms{}, ms{refused})
	check("at the end", lists(thursday18), ms{atSix, asGuest, last}, ms{running}, ms{}, ms{refused, running})
	w.clock.Set(thursday18.Add(25 * time.Minute))
	w.MustChange(t, atSix, w.met)
	check("met one", lists(thursday18.Add(25*time.Minute)), ms{last}, ms{running}, ms{atSix}, ms{refused, atSix, running})
	w.MustChange(t, atSix, noted)
	w.MustChange(t, running, w.missed)
	check("all said", lists(thursday18.Add(25*time.Minute)), ms{last}, ms{}, ms{}, ms{refused, atSix, running})
	check("days later", lists(thursday18.Add(100*time.Hour)), ms{}, ms{last}, ms{}, ms{last, refused, atSix, running})
}

// Talks that start at the same minute are neither left out nor shown twice when
// a page ends among them.
func TestPagesWithEqualStarts(t *testing.T) {
	w := newWorld(t)
	var planned []oneonone.ID
	for i := range 23 {
		start := thursday18.Add(time.Duration(i/8) * time.Hour) // 8, 8 and 7 at once
		planned = append(planned, w.MustPlan(t, w.sam, w.ana, at(start)).ID)
		w.MustPlan(t, w.joao, w.ana, at(start)) // another's, in between
	}
	upcoming, err := w.Upcoming(t.Context(), w.sam.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sorted(planned), sorted(ids(upcoming))); diff != "" {
		t.Errorf("upcoming (-want +got):\n%s", diff)
	}
	w.clock.Set(thursday18.Add(24 * time.Hour))
	for _, limit := range []int{1, 3, 8, 100} {
		var got []oneonone.ID
		from := storage.FirstPage
		for range 100 {
			page, err := w.Earlier(t.Context(), w.sam.ID, from, limit)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			if len(page) > limit {
				t.Fatalf("a page of %d, want %d at most", len(page), limit)
			}
			got = append(got, ids(page)...)
			// By way of the button that turns the page.
			if from, err = storage.ParseCursor(storage.CursorAfter(page[len(page)-1]).String()); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(sorted(planned), sorted(got)); diff != "" {
			t.Errorf("pages of %d (-want +got):\n%s", limit, diff)
		}
	}
	for _, list := range []func(limit int) ([]storage.Talk, error){
		func(n int) ([]storage.Talk, error) { return w.Ended(t.Context(), w.sam.ID, n) },
		func(n int) ([]storage.Talk, error) {
			for _, id := range planned {
				if _, err := w.ChangeMeeting(t.Context(), w.sam.ID, id, w.met); err != nil {
					return nil, err
				}
			}
			return w.Unreflected(t.Context(), w.sam.ID, n)
		},
	} {
		all, err := list(100)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sorted(planned), sorted(ids(all))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if few, err := list(5); err != nil || len(few) != 5 {
			t.Errorf("%d of 5, %v", len(few), err)
		}
	}
}

func TestParseCursorRefuses(t *testing.T) {
	for _, s := range []string{"", ":", "1", "1:", "x:00", "1:00", "9223372036854775808:" + oneonone.NewID().String(), "1:" + oneonone.NewID().String() + "0"} {
		if c, err := storage.ParseCursor(s); err == nil {
			t.Errorf("ParseCursor(%q) = %v", s, c)
		}
	}
}

func TestMetBefore(t *testing.T) {
	w := newWorld(t)
	ask := func() string {
		t.Helper()
		var out string
		for _, o := range []oneonone.Member{w.sam, w.joao} {
			met, err := w.MetBefore(t.Context(), o.ID, w.ana.ID)
			if err != nil {
				t.Fatal(err)
			}
			out += fmt.Sprint(met, " ")
		}
		return out
	}
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	if got := ask(); got != "false false " {
		t.Errorf("planned is not met: %s", got)
	}
	w.clock.Set(m.End())
	w.MustChange(t, m, w.met)
	if got := ask(); got != "true false " {
		t.Errorf("after the talk: %s", got)
	}
}

// Thirty invitations a day, whoever they are to; a talk told in person is none,
// and a new day is new.
func TestThirtyInvitationsADay(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	plan := func(n int, notice oneonone.Notice) (oneonone.Meeting, error) {
		p := at(thursday18.Add(time.Duration(n) * time.Hour))
		p.Notice = notice
		return w.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, fmt.Sprintf("V%d/plan", n), p)
	}
	var last oneonone.Meeting
	for n := range oneonone.InvitationsADay {
		m, err := plan(n, []oneonone.Notice{oneonone.NoticeInvite, oneonone.NoticeAgreed}[n%2])
		if err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		if m.Notice == oneonone.NoticeInvite {
			last = m
		}
	}
	before := w.dump(t)
	_, err := plan(100, oneonone.NoticeInvite)
	wantKind(t, "the thirty-first", err, oneonone.Invalid)
	// Moving a talk again and again is no way around it.
	_, err = w.ChangeMeeting(ctx, w.sam.ID, last.ID, w.move(thursday18.Add(200*time.Hour)))
	wantKind(t, "another time for one of them", err, oneonone.Invalid)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Errorf("refused, and written (-before +after):\n%s", diff)
	}
	if _, err := plan(101, oneonone.NoticeTell); err != nil {
		t.Errorf("told in person: %v", err)
	}
	if _, err := w.Plan(ctx, w.joao.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", aPlan()); err != nil {
		t.Errorf("another organizer: %v", err)
	}
	w.clock.Advance(24*time.Hour + time.Second)
	if _, err := plan(102, oneonone.NoticeInvite); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

// Only who had the invitation hears that the talk is off.
func TestCalledOff(t *testing.T) {
	off := func(w *world) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.CallOff("My son is ill", w.clock.Now()) }
	}
	for name, sent := range map[string]bool{"before it was sent": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			m := w.MustPlan(t, w.sam, w.ana, aPlan())
			if sent {
				w.MustSend(t)
			}
			w.MustChange(t, m, off(w))
			var toAna []string
			for _, line := range w.MustSend(t) {
				if strings.HasSuffix(line, "to ana") {
					toAna = append(toAna, line)
				}
			}
			var want []string
			if sent {
				want = []string{"called_off/1 to ana", "redraw invitation/1 to ana"}
			}
			slices.Sort(toAna)
			if diff := cmp.Diff(want, toAna); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What a plan may collide with: one's own talks only, settled ones, on either
// side of the table.
func TestCircumstances(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	look := func(organizer, member oneonone.Member, start time.Time, except oneonone.ID) oneonone.Circumstances {
		t.Helper()
		c, err := w.Circumstances(ctx, organizer.ID, oneonone.Whom{Member: member.ID}, at(start), except, "V99/plan")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	for _, tt := range []struct {
		name              string
		organizer, member oneonone.Member
		start             time.Time
		except            oneonone.ID
		want              oneonone.Circumstances
	}{
		{"the same two", w.sam, w.ana, thursday18.Add(72 * time.Hour), oneonone.ID{}, oneonone.Circumstances{Planned: oneonone.Times{Start: thursday18}}},
		{"this very talk", w.sam, w.ana, thursday18, m.ID, oneonone.Circumstances{}},
		{"another, at its last minute", w.sam, w.mei, thursday18.Add(44 * time.Minute), oneonone.ID{}, oneonone.Circumstances{Overlap: thursday18}},
		{"another, as it ends", w.sam, w.mei, thursday18.Add(45 * time.Minute), oneonone.ID{}, oneonone.Circumstances{}},
		{"another, ending as it begins", w.sam, w.mei, thursday18.Add(-45 * time.Minute), oneonone.ID{}, oneonone.Circumstances{}},
		{"she was invited by him", w.ana, w.sam, thursday18.Add(72 * time.Hour), oneonone.ID{}, oneonone.Circumstances{Invited: oneonone.Times{Start: thursday18}}},
		{"she has not said yes", w.ana, w.mei, thursday18, oneonone.ID{}, oneonone.Circumstances{}},
		{"another organizer's", w.joao, w.ana, thursday18, oneonone.ID{}, oneonone.Circumstances{}},
	} {
		if diff := cmp.Diff(tt.want, look(tt.organizer, tt.member, tt.start, tt.except)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	w.MustAnswer(t, m, w.accept)
	if got := look(w.ana, w.mei, thursday18, oneonone.ID{}); !got.Overlap.Equal(thursday18) {
		t.Errorf("she said yes, and sits in it: %+v", got)
	}
	away := thursday18.Add(72 * time.Hour)
	if diff := cmp.Diff(oneonone.Circumstances{Planned: oneonone.Times{Start: thursday18}}, look(w.ana, w.sam, away, oneonone.ID{})); diff != "" {
		t.Errorf("she said yes, and it is a talk of the two (-want +got):\n%s", diff)
	}
	w.MustAnswer(t, m, func(m *oneonone.Meeting) error {
		return m.Suggest(0, thursday18.Add(24*time.Hour), "", w.clock.Now())
	})
	if got := look(w.sam, w.mei, thursday18, oneonone.ID{}); !got.Overlap.IsZero() {
		t.Errorf("it is open when they meet: %+v", got)
	}
	if diff := cmp.Diff(oneonone.Circumstances{Suggested: thursday18.Add(24 * time.Hour)}, look(w.ana, w.sam, away, oneonone.ID{})); diff != "" {
		t.Errorf("she suggested another time (-want +got):\n%s", diff)
	}
	// As agreed, there is nothing to say yes to; told in person, nothing is known here.
	for _, tt := range []struct {
		notice oneonone.Notice
		by     oneonone.Member
		want   oneonone.Circumstances
	}{{oneonone.NoticeAgreed, w.mei, oneonone.Circumstances{Planned: oneonone.Times{Start: thursday18}}}, {oneonone.NoticeTell, w.sam, oneonone.Circumstances{}}} {
		p := aPlan()
		p.Notice = tt.notice
		w.MustPlan(t, tt.by, w.joao, p)
		if diff := cmp.Diff(tt.want, look(w.joao, tt.by, away, oneonone.ID{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.notice, diff)
		}
	}
}

// An apology went with an invitation, whatever became of that; a talk planned before the
// missed one, or told of in person, had none.
func TestInvitedSince(t *testing.T) {
	w := newWorld(t)
	earlier := aPlan()
	earlier.Start = thursday18.AddDate(0, 0, 7)
	w.MustPlan(t, w.sam, w.ana, earlier)
	missed := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.clock.Set(missed.End())
	want := func(name string, want bool) {
		t.Helper()
		if got, err := w.InvitedSince(t.Context(), w.sam.ID, missed.ID, missed.Start); err != nil || got != want {
			t.Errorf("%s: %t, %v", name, got, err)
		}
	}
	told := aPlan()
	told.Start, told.Notice = thursday18.AddDate(0, 0, 8), oneonone.NoticeTell
	w.MustPlan(t, w.sam, w.ana, told)
	other := aPlan()
	other.Start = thursday18.AddDate(0, 0, 9)
	w.MustPlan(t, w.sam, w.mei, other)
	want("not yet", false)
	m := w.MustPlan(t, w.sam, w.ana, other)
	want("invited", true)
	w.MustChange(t, m, func(m *oneonone.Meeting) error { return m.CallOff("", w.clock.Now()) })
	want("and called off", true)
}

// Trying again is one submission: why, the new talk and the word with it, all or
// nothing, once; sent again with another word it is that one that goes along.
func TestTryAgain(t *testing.T) {
	w := newWorld(t)
	missed := w.MustPlan(t, w.sam, w.ana, aPlan())
	w.MustSend(t)
	w.clock.Set(missed.End())
	missed = w.MustChange(t, missed, func(m *oneonone.Meeting) error { return m.DidNotHappen(w.clock.Now()) })
	plan := missed.Plan
	plan.Start = missed.Start.AddDate(0, 0, 7)
	try := func(submission, word string) (oneonone.Meeting, error) {
		return w.TryAgain(t.Context(), w.sam.ID, missed.ID, oneonone.WhyI, submission, plan, word)
	}
	first, err := try("V1/missed", "I'm sorry.")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"I'm sorry.", "I'm very sorry.", "I'm very sorry.", ""} {
		m, err := try("V1/missed", word)
		if err != nil || m.ID != first.ID || m.Word != word || m.Revision != 1 || m.Start != plan.Start {
			t.Errorf("with %q: %v %+v", word, err, m)
		}
	}
	w.wantSent(t, "tried again", "invitation/1 to ana", "planned/1 to sam")
	if m, err := w.Meeting(t.Context(), w.sam.ID, missed.ID); err != nil || m.Why != oneonone.WhyI {
		t.Errorf("why: %v %+v", err, m)
	}
	// She says when she could, in a word of her own.
	w.MustAnswer(t, first, func(m *oneonone.Meeting) error {
		return m.Suggest(0, plan.Start.Add(time.Hour), "Mondays", w.clock.Now())
	})
	if m, err := try("V1/missed", ""); err != nil || m.Reply != "Mondays" || m.Answer != oneonone.AnotherTime {
		t.Errorf("delivered again: %v %+v", err, m)
	}
	// Of a talk that was held nothing is noted, and nothing planned.
	w.MustChange(t, missed, func(m *oneonone.Meeting) error { return m.WeMet(w.clock.Now()) })
	before := w.dump(t)
	_, err = try("V2/missed", "")
	wantKind(t, "held after all", err, oneonone.Stale)
	if diff := cmp.Diff(before, w.dump(t)); diff != "" {
		t.Error(diff)
	}
}

// From before the two had columns of their own, the one word of a talk of which another time
// is suggested is the person's.
func TestAWordFromBeforeReplies(t *testing.T) {
	w := newWorld(t)
	m := w.MustPlan(t, w.sam, w.ana, aPlan())
	m = w.MustChange(t, m, func(m *oneonone.Meeting) error {
		return m.Move(oneonone.Change{Start: m.Start.Add(time.Hour), Word: "Side door", Revision: 1}, w.clock.Now())
	})
	w.MustAnswer(t, m, func(m *oneonone.Meeting) error {
		return m.Suggest(0, m.Start.Add(time.Hour), "Mondays", w.clock.Now())
	})
	m, err := w.Meeting(t.Context(), w.sam.ID, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	if m.Word != "Side door" || m.Reply != "Mondays" || m.Replied != "2-1" {
		t.Fatalf("%q, %q to %q", m.Word, m.Reply, m.Replied)
	}
	if _, err := w.raw.Exec(`update meeting set reply = null, replied = '' where id = $1`, m.ID); err != nil {
		t.Fatal(err)
	}
	if m, err := w.Meeting(t.Context(), w.sam.ID, m.ID); err != nil || m.Word != "" || m.Reply != "Side door" || m.Replied != "2-1" {
		t.Errorf("%q, %q to %q, %v", m.Word, m.Reply, m.Replied, err)
	}
}
