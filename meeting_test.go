package oneonone_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests need far zones, whatever the machine has

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// The two people of these tests: Sam organizes, Ana is met.
var (
	sam = oneonone.ID{1}
	ana = oneonone.Person{ID: oneonone.ID{2}, Organizer: sam, Member: oneonone.ID{3}}
)

// zone is a zone by its IANA name.
func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// at is an instant as a clock in the zone shows it: "2026-06-12 18:00".
func at(z *time.Location, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", clock, z)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	madrid  = zone("Europe/Madrid")
	newYork = zone("America/New_York")
	// Brazil's clocks changed at midnight, so that there were days without one.
	saoPaulo = zone("America/Sao_Paulo")
	// The first place on earth to see a day begin, and about the last.
	kiritimati = zone("Pacific/Kiritimati")
	adak       = zone("America/Adak")
)

// talk is a plan that nothing is wrong with: Friday 12 June 2026 at 18:00, in
// Madrid. It is planned on Monday of the week before.
func talk() oneonone.Plan {
	return oneonone.Plan{
		Purpose: "You spoke up about the buses. I'd like to hear more.",
		Start:   at(madrid, "2026-06-12 18:00"), Place: "Café Luz",
		Kind: oneonone.Recruitment, Length: 45 * time.Minute, Notice: oneonone.NoticeInvite,
	}
}

var planned = at(madrid, "2026-06-01 10:00")

// said is how an error's sentence reads in English, with its field.
func said(errs ...*oneonone.Error) []string {
	var out []string
	for _, e := range errs {
		out = append(out, string(e.Field)+": "+fmt.Sprintf(e.Sentence.Key, e.Sentence.Args...))
	}
	return out
}

func TestPlanCheck(t *testing.T) {
	const (
		noPurpose = "why: Say in a few words why you'd like to meet."
		passed    = "when: That time has passed. Choose one that is still to come."
		tooFar    = "when: That's more than a year away. Choose a nearer day."
	)
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, tt := range []struct {
		name   string
		change func(p *oneonone.Plan, person *oneonone.Profile)
		want   []string
	}{
		{"nothing is wrong", func(*oneonone.Plan, *oneonone.Profile) {}, nil},

		// Who.
		{"nobody chosen", func(_ *oneonone.Plan, who *oneonone.Profile) { *who = oneonone.Profile{} },
			[]string{"who: Choose whom you'd like to meet."}},
		{"oneself", func(_ *oneonone.Plan, who *oneonone.Profile) { who.SlackID = "U0SAM" },
			[]string{"who: That's you. Choose someone else."}},
		{"a bot", func(_ *oneonone.Plan, who *oneonone.Profile) { who.Bot = true },
			[]string{"who: That's an app. Choose a person."}},
		{"someone who left", func(_ *oneonone.Plan, who *oneonone.Profile) { who.Deleted = true },
			[]string{"who: Their Slack account is switched off. Choose someone else, or reach them another way."}},
		// Guests and members of other workspaces cannot organize, but they can be met.
		{"a guest", func(_ *oneonone.Plan, who *oneonone.Profile) { who.Guest, who.Stranger = true, true }, nil},
		// Slack was slow: the plan stands, and is looked at again before anything is sent.
		{"a profile not yet known", func(_ *oneonone.Plan, who *oneonone.Profile) { *who = oneonone.Profile{SlackID: "U0ANA"} }, nil},
		{"oneself, not yet known", func(_ *oneonone.Plan, who *oneonone.Profile) { *who = oneonone.Profile{SlackID: "U0SAM"} },
			[]string{"who: That's you. Choose someone else."}},

		// Why.
		{"no purpose", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = "" }, []string{noPurpose}},
		{"a purpose of spaces", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = " \t\n\u00a0\u2003" }, []string{noPurpose}},
		{"a purpose nobody can see", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = "\x00\x01\x7f\u009b" }, []string{noPurpose}},
		{"a purpose at the limit", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = long(300) }, nil},
		{"a purpose too long by one", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = long(301) },
			[]string{"why: That's 1 over what fits. One or two sentences are enough."}},
		// Characters count, not bytes: an emoji is four of these and one of those.
		{"emoji at the limit", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = strings.Repeat("🚌", 300) }, nil},
		{"emoji too many by two", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = strings.Repeat("🚌", 302) },
			[]string{"why: That's 2 over what fits. One or two sentences are enough."}},
		// What is trimmed and dropped does not count.
		{"a purpose at the limit, with spaces around", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Purpose = "  " + long(300) + "\n\x00" }, nil},

		// When.
		{"no time", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Start = time.Time{} },
			[]string{"when: Choose a day and a time."}},
		{"a minute ago", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Start = planned.Add(-time.Minute) }, []string{passed}},
		{"this very moment", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Start = planned }, []string{passed}},
		{"in a second", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Start = planned.Add(time.Second) }, nil},
		{"in a year", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Start = planned.Add(365 * 24 * time.Hour) }, nil},
		{"in a year and a second", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Start = planned.Add(365*24*time.Hour + time.Second) }, []string{tooFar}},
		{"in a thousand years", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Start = planned.AddDate(1000, 0, 0) }, []string{tooFar}},

		// Where: it may stay open.
		{"no place", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Place = "" }, nil},
		{"a place at the limit", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Place = strings.Repeat("ñ", 150) }, nil},
		{"a place too long by one", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Place = long(151) },
			[]string{"where: That's 1 over what fits. The name of the place is enough."}},

		// What is chosen from a list: whatever stands in none was not offered.
		{"no kind", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Kind = "" }, []string{"kind: Choose what kind of talk it is."}},
		{"an unknown kind", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Kind = "sale" }, []string{"kind: Choose what kind of talk it is."}},
		{"no length", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Length = 0 }, []string{"length: Choose how long you'd like to talk."}},
		{"a length not offered", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Length = 25 * time.Minute }, []string{"length: Choose how long you'd like to talk."}},
		{"no way to hear", func(p *oneonone.Plan, _ *oneonone.Profile) { p.Notice = "" }, []string{"how: Choose how they hear about it."}},

		// All at once: one sentence a field, in the order of the screen.
		{"everything", func(p *oneonone.Plan, who *oneonone.Profile) {
			*p, *who = oneonone.Plan{Place: long(151)}, oneonone.Profile{}
		},
			[]string{
				"who: Choose whom you'd like to meet.", noPurpose, "when: Choose a day and a time.",
				"where: That's 1 over what fits. The name of the place is enough.",
				"kind: Choose what kind of talk it is.", "length: Choose how long you'd like to talk.", "how: Choose how they hear about it.",
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, person := talk(), oneonone.Profile{SlackID: "U0ANA", Known: true}
			tt.change(&p, &person)
			var errs []*oneonone.Error
			if err := oneonone.CheckPerson(oneonone.Profile{SlackID: "U0SAM", Known: true}, person); err != nil {
				errs = append(errs, err)
			}
			errs = append(errs, p.Check(planned)...)
			if diff := cmp.Diff(tt.want, said(errs...)); diff != "" {
				t.Errorf("Check (-want +got):\n%s", diff)
			}
			for _, e := range errs {
				if e.Kind != oneonone.Invalid {
					t.Errorf("%s: kind %q, want %q", e.Field, e.Kind, oneonone.Invalid)
				}
			}
		})
	}
}

// The purpose and the place stand in one line, on a phone's lock screen too.
func TestPlanCheckMakesOneLine(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"the buses", "the buses"},
		{"  the \t buses \n", "the buses"},
		{"the buses\nand the trams", "the buses and the trams"},
		{"the buses\r\nand the trams", "the buses and the trams"},
		{"the\u2028buses", "the buses"},
		{"the\x00 bu\x1bs\x7fes\u0085", "the buses"},
		{"the bus\xffes", "the buses"},                   // half a character
		{"👩‍👧 & the <!channel>", "👩‍👧 & the <!channel>"}, // made safe where it is shown, not here
	} {
		p := talk()
		p.Purpose, p.Place = tt.typed, tt.typed
		p.Check(planned)
		if diff := cmp.Diff([]string{tt.want, tt.want}, []string{p.Purpose, p.Place}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.typed, diff)
		}
	}
}

// A note keeps its lines; only what no screen shows is dropped.
func TestClean(t *testing.T) {
	const typed = "Her father\tdrove\nthe number 9.\x00\x08\x1b[31m \u0090\ufffd Ñandú 🚌"
	const want = "Her father\tdrove\nthe number 9.[31m  Ñandú 🚌"
	if diff := cmp.Diff(want, oneonone.Clean(typed)); diff != "" {
		t.Errorf("Clean (-want +got):\n%s", diff)
	}
}

func TestDefaultLength(t *testing.T) {
	got := map[oneonone.Kind]time.Duration{}
	for _, k := range oneonone.Kinds {
		got[k] = k.DefaultLength()
	}
	want := map[oneonone.Kind]time.Duration{
		oneonone.Recruitment: 45 * time.Minute,
		oneonone.Maintenance: 30 * time.Minute,
		oneonone.Escalation:  45 * time.Minute,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("DefaultLength (-want +got):\n%s", diff)
	}
}

func TestNewMeeting(t *testing.T) {
	p := talk()
	got := oneonone.NewMeeting(sam, ana, p, planned)
	want := oneonone.Meeting{
		ID: got.ID, Organizer: sam, Person: ana.ID, Member: ana.Member, Plan: p,
		State: oneonone.Planned, Revision: 1, Version: 1, PlannedAt: planned,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("invited (-want +got):\n%s", diff)
	}
	if got.ID.IsZero() {
		t.Error("the meeting has no id")
	}

	// Who agreed face to face has said yes.
	p.Notice = oneonone.NoticeAgreed
	got = oneonone.NewMeeting(sam, ana, p, planned)
	want.ID, want.Notice, want.Answer, want.AnsweredAt, want.AnsweredRevision = got.ID, oneonone.NoticeAgreed, oneonone.Coming, planned, 1
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("agreed (-want +got):\n%s", diff)
	}
}

// Moments of the talk.
var (
	dayBefore     = talk().Start.Add(-24 * time.Hour)
	hourBefore    = talk().Start.Add(-time.Hour)
	secondsBefore = talk().Start.Add(-time.Second)
	start         = talk().Start
	during        = talk().Start.Add(20 * time.Minute)
	end           = talk().Start.Add(45 * time.Minute)
	after         = talk().Start.Add(2 * time.Hour)
)

// meeting is a talk as it stands after these acts, none of which may fail.
func meeting(acts ...func(*oneonone.Meeting) error) oneonone.Meeting {
	m := oneonone.NewMeeting(sam, ana, talk(), planned)
	for _, act := range acts {
		if err := act(&m); err != nil {
			panic(err)
		}
	}
	return m
}

// What people do to a meeting, and when.
func accept(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Accept(now) }
}

func confirm(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Confirm(now) }
}

func notForMe(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Decline(oneonone.NotForMe, now) }
}

func cannotCome(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Decline(oneonone.CannotCome, now) }
}

func remindMe(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.RemindHourBefore(now) }
}

func weMet(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.WeMet(now) }
}

func didNotHappen(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.DidNotHappen(now) }
}

func noted(time.Time) func(*oneonone.Meeting) error { return (*oneonone.Meeting).Noted }

func again(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Revise(talk(), now) }
}

func moved(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error {
		p := talk()
		p.Start = p.Start.AddDate(0, 0, 7)
		return m.Revise(p, now)
	}
}

// stands is how a meeting stands, in a few words.
func stands(m oneonone.Meeting) string {
	s := []string{fmt.Sprint("r", m.Revision), string(m.State)}
	if m.Answer != oneonone.Unanswered {
		s = append(s, string(m.Answer))
	}
	for _, is := range []struct {
		so   bool
		word string
	}{{m.Confirmed, "confirmed"}, {m.HourBefore, "remind"}, {m.Reflected, "reflected"}} {
		if is.so {
			s = append(s, is.word)
		}
	}
	return strings.Join(s, " ")
}

// Every act on a meeting, from every standing. A refused act changes nothing,
// an act done twice is done once.
func TestTransitions(t *testing.T) {
	var (
		waiting  = meeting()
		coming   = meeting(accept(planned))
		sure     = meeting(confirm(dayBefore), remindMe(dayBefore))
		declined = meeting(notForMe(planned))
		met      = meeting(weMet(during))
		written  = meeting(weMet(during), noted(after))
		missed   = meeting(didNotHappen(during))
	)
	const (
		over     = "refused: This talk is over, so there is nothing left to answer."
		saidNo   = "refused: You said no to this one. If you'd like to meet after all, write to them."
		tooLate  = "refused: It's less than an hour away already. See you there."
		toCome   = "refused: This talk is still to come."
		notMet   = "refused: First say that you two met."
		youMet   = "refused: You two have met already, so there is nothing left to move."
		itMissed = "refused: You noted that this one didn't happen. Plan a new talk instead."
		safe     = "refused: You noted that you two met. Your notes are safe."
	)
	for _, tt := range []struct {
		act  string
		do   func(time.Time) func(*oneonone.Meeting) error
		from oneonone.Meeting
		now  time.Time
		want string
	}{
		// "See you then", until the talk is over.
		{"accept", accept, waiting, planned, "r1 planned coming"},
		{"accept", accept, waiting, during, "r1 planned coming"},
		{"accept", accept, waiting, end, over},
		{"accept", accept, coming, dayBefore, "same"},
		{"accept", accept, coming, end, over},
		{"accept", accept, sure, dayBefore, "same"},
		{"accept", accept, declined, dayBefore, saidNo},
		{"accept", accept, declined, after, saidNo},
		{"accept", accept, met, during, over},
		{"accept", accept, missed, during, over},

		// "Yes" to "Still good?" is a yes to the talk, too.
		{"confirm", confirm, waiting, dayBefore, "r1 planned coming confirmed"},
		{"confirm", confirm, coming, dayBefore, "r1 planned coming confirmed"},
		{"confirm", confirm, sure, dayBefore, "same"},
		{"confirm", confirm, coming, after, over},
		{"confirm", confirm, declined, dayBefore, saidNo},
		{"confirm", confirm, met, after, over},
		{"confirm", confirm, missed, after, over},

		// A no is always fine, and takes what was asked for along with it.
		{"not for me", notForMe, waiting, planned, "r1 declined not_for_me"},
		{"not for me", notForMe, coming, dayBefore, "r1 declined not_for_me"},
		{"not for me", notForMe, waiting, end, over},
		{"not for me", notForMe, declined, planned, "same"},
		{"not for me", notForMe, declined, after, "same"},
		{"not for me", notForMe, met, after, over},
		{"not for me", notForMe, missed, after, over},
		{"can't come", cannotCome, coming, during, "r1 declined cannot_come"},
		{"can't come", cannotCome, sure, dayBefore, "r1 declined cannot_come"},
		{"can't come", cannotCome, declined, dayBefore, "same"}, // the first no is the one that counts
		{"can't come", cannotCome, coming, after, over},

		// "Remind me an hour before", while there is more than an hour.
		{"remind me", remindMe, coming, dayBefore, "r1 planned coming remind"},
		{"remind me", remindMe, waiting, dayBefore, "r1 planned remind"},
		{"remind me", remindMe, coming, hourBefore.Add(-time.Second), "r1 planned coming remind"},
		{"remind me", remindMe, coming, hourBefore, tooLate},
		{"remind me", remindMe, coming, during, tooLate},
		{"remind me", remindMe, sure, dayBefore, "same"},
		{"remind me", remindMe, sure, during, "same"},
		{"remind me", remindMe, coming, end, over},
		{"remind me", remindMe, declined, dayBefore, saidNo},
		{"remind me", remindMe, met, after, over},
		{"remind me", remindMe, missed, after, over},

		// "We met": nobody meets before the time; every slip of the thumb is mended.
		{"we met", weMet, waiting, secondsBefore, toCome},
		{"we met", weMet, waiting, start, "r1 met"},
		{"we met", weMet, coming, after, "r1 met coming"},
		{"we met", weMet, declined, secondsBefore, toCome},
		{"we met", weMet, declined, after, "r1 met not_for_me"}, // they came after all
		{"we met", weMet, missed, after, "r1 met"},
		{"we met", weMet, met, after, "same"},
		{"we met", weMet, written, after, "same"},

		// "Didn't happen". A talk that was held has notes, and keeps them.
		{"didn't happen", didNotHappen, waiting, secondsBefore, toCome},
		{"didn't happen", didNotHappen, waiting, start, "r1 missed"},
		{"didn't happen", didNotHappen, coming, after, "r1 missed coming"},
		{"didn't happen", didNotHappen, declined, after, "r1 missed not_for_me"},
		{"didn't happen", didNotHappen, met, after, safe},
		{"didn't happen", didNotHappen, written, after, safe},
		{"didn't happen", didNotHappen, missed, after, "same"},

		// A line, or "nothing to note": only about a talk that was held.
		{"noted", noted, waiting, after, notMet},
		{"noted", noted, coming, after, notMet},
		{"noted", noted, declined, after, notMet},
		{"noted", noted, missed, after, notMet},
		{"noted", noted, met, after, "r1 met reflected"},
		{"noted", noted, written, after, "same"},

		// Another time is another revision, with an answer of its own.
		{"move", moved, waiting, dayBefore, "r2 planned"},
		{"move", moved, coming, dayBefore, "r2 planned"},
		{"move", moved, sure, dayBefore, "r2 planned"},
		{"move", moved, declined, dayBefore, "r2 planned"},
		{"move", moved, missed, after, itMissed},
		{"move", moved, met, after, youMet},
		{"move", moved, written, after, youMet},
		// The same plan once more is nothing new, but for one that was off.
		{"plan again", again, waiting, dayBefore, "same"},
		{"plan again", again, coming, dayBefore, "same"},
		{"plan again", again, declined, dayBefore, "r2 planned"},
		{"plan again", again, missed, dayBefore, itMissed},
		{"plan again", again, met, after, youMet},
	} {
		t.Run(fmt.Sprintf("%s, %s, %s", tt.act, stands(tt.from), tt.now.Sub(start)), func(t *testing.T) {
			m := tt.from
			err := tt.do(tt.now)(&m)
			var e *oneonone.Error
			if err != nil {
				e = err.(*oneonone.Error)
			}
			got := stands(m)
			switch {
			case err != nil:
				got = "refused" + said(e)[0]
			case m.Version == tt.from.Version:
				got = "same"
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err != nil && e.Kind != oneonone.Stale {
				t.Errorf("refused as %q, want %q: a button pressed too late", e.Kind, oneonone.Stale)
			}
			if err != nil || got == "same" {
				if diff := cmp.Diff(tt.from, m); diff != "" {
					t.Errorf("nothing should have changed (-before +after):\n%s", diff)
				}
			} else if m.Version < tt.from.Version {
				t.Errorf("version went from %d to %d", tt.from.Version, m.Version)
			}
			if err != nil {
				return
			}
			once := m
			if err := tt.do(tt.now)(&m); err != nil {
				t.Errorf("the second time: %v", err)
			}
			if diff := cmp.Diff(once, m); diff != "" {
				t.Errorf("the second time changed something (-once +twice):\n%s", diff)
			}
		})
	}
}

// Any part of the plan makes a new revision: the person is to read it. A yes
// holds for another place, and for nothing else that changed.
func TestReviseSeesEveryField(t *testing.T) {
	for name, change := range map[string]func(*oneonone.Plan){
		"purpose": func(p *oneonone.Plan) { p.Purpose += " Soon." },
		"start":   func(p *oneonone.Plan) { p.Start = p.Start.Add(time.Minute) },
		"place":   func(p *oneonone.Plan) { p.Place = "" },
		"kind":    func(p *oneonone.Plan) { p.Kind = oneonone.Maintenance },
		"length":  func(p *oneonone.Plan) { p.Length = time.Hour },
		"ask":     func(p *oneonone.Plan) { p.AskComing = true },
		"notice":  func(p *oneonone.Plan) { p.Notice = oneonone.NoticeTell },
	} {
		m, p := meeting(accept(planned)), talk()
		change(&p)
		if err := m.Revise(p, dayBefore); err != nil {
			t.Fatal(err)
		}
		answer, answered := oneonone.Unanswered, time.Time{}
		if name == "place" {
			answer, answered = oneonone.Coming, planned
		}
		if m.Revision != 2 || m.Version != 3 || m.Answer != answer || !m.AnsweredAt.Equal(answered) || !m.PlannedAt.Equal(dayBefore) {
			t.Errorf("%s: %+v, want revision 2, version 3, %q, planned now", name, m, answer)
		}
	}
	// The same instant on another clock is the same plan.
	m, p := meeting(), talk()
	p.Start = p.Start.In(kiritimati)
	if err := m.Revise(p, dayBefore); err != nil || m.Version != 1 {
		t.Errorf("version %d, error %v, want 1 and none", m.Version, err)
	}
}

// An answer is dated: how fresh a yes is decides what is asked the day before.
func TestAnswersAreDated(t *testing.T) {
	m := meeting(accept(planned), accept(dayBefore))
	if !m.AnsweredAt.Equal(planned) {
		t.Errorf("accepted at %v, want the first time, %v", m.AnsweredAt, planned)
	}
	if m = meeting(accept(planned), confirm(dayBefore)); !m.AnsweredAt.Equal(planned) {
		t.Errorf("after a confirmation accepted at %v, want %v", m.AnsweredAt, planned)
	}
	if m = meeting(accept(planned), cannotCome(dayBefore)); !m.AnsweredAt.Equal(dayBefore) {
		t.Errorf("said no at %v, want %v", m.AnsweredAt, dayBefore)
	}
	if m = meeting(weMet(after)); !m.ClosedAt.Equal(after) {
		t.Errorf("closed at %v, want %v", m.ClosedAt, after)
	}
}

func TestCanRunLate(t *testing.T) {
	const (
		off  = "refused: This talk isn't on any more, so nobody is waiting."
		over = "refused: This talk is over, so nobody is waiting."
		far  = "refused: That's still a while off. From three hours before, I can tell them that you're late."
	)
	for _, tt := range []struct {
		name string
		m    oneonone.Meeting
		now  time.Time
		want string
	}{
		{"the day before", meeting(), dayBefore, far},
		{"on the way", meeting(accept(planned)), secondsBefore, "fine"},
		{"they are waiting", meeting(), during, "fine"},
		{"it is over", meeting(), end, over},
		{"they said no", meeting(cannotCome(dayBefore)), dayBefore, off},
		{"they met", meeting(weMet(start)), during, off},
		{"it didn't happen", meeting(didNotHappen(start)), during, off},
	} {
		got := "fine"
		if err := tt.m.CanRunLate(tt.now); err != nil {
			got = "refused" + said(err.(*oneonone.Error))[0]
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Phones away: from 5 minutes before the start until the end.
func TestPhonesAway(t *testing.T) {
	for _, tt := range []struct {
		name string
		m    oneonone.Meeting
		now  time.Time
		want bool
	}{
		{"5 minutes and a second before", meeting(), start.Add(-5*time.Minute - time.Second), false},
		{"5 minutes before", meeting(), start.Add(-5 * time.Minute), true},
		{"at the start", meeting(), start, true},
		{"a second before the end", meeting(), end.Add(-time.Second), true},
		{"at the end", meeting(), end, false},
		{"they can't come", meeting(cannotCome(dayBefore)), start, false},
		{"they met, and were quick", meeting(weMet(start)), during, false},
		{"it didn't happen", meeting(didNotHappen(start)), during, false},
	} {
		until, away := tt.m.PhonesAway(tt.now)
		if away != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, away, tt.want)
		}
		if away && !until.Equal(end) {
			t.Errorf("%s: until %v, want %v", tt.name, until, end)
		}
	}
}
