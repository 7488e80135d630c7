package oneonone_test

import (
	"errors"
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
		State: oneonone.Planned, Revision: 1, Version: 1, Timed: 1, PlannedAt: planned,
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

func noted(time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Noted(oneonone.LineWritten) }
}

func nothingToNote(time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.Noted(oneonone.LineNone) }
}

// notMet takes back that they met, on a card of a version.
func notMet(version int) func(time.Time) func(*oneonone.Meeting) error {
	return func(now time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.NotMet(version, false, now) }
	}
}

// sayMet is "We met", as pressed on a card of a version.
func sayMet(version int) func(time.Time) func(*oneonone.Meeting) error {
	return func(now time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.SayMet(version, now) }
	}
}

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
	}{{m.Confirmed, "confirmed"}, {m.HourBefore, "remind"}, {m.Line == oneonone.LineWritten, "written"}, {m.Line == oneonone.LineNone, "nothing to note"}} {
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
		nothing  = meeting(weMet(during), nothingToNote(after))
		missed   = meeting(didNotHappen(during))
		undone   = meeting(weMet(during), notMet(2)(after))
	)
	const (
		over     = "refused: This talk is over, so there is nothing left to answer."
		saidNo   = "refused: You said no to this one. If you'd like to meet after all, its card has a button for that."
		noPassed = "refused: You said no to this one. If you'd like to meet after all, write to them."
		tooLate  = "refused: It's less than an hour away already. See you there."
		sooner   = "refused: This talk is still to come. If you met sooner, write that down with `/1on1 log`."
		toCome   = "refused: This talk is still to come. `/1on1 list` changes it, or calls it off."
		notHeld  = "refused: First say that you two met."
		youMet   = "refused: You two have met already, so there is nothing left to move."
		itMissed = "refused: You noted that this one didn't happen. Plan a new talk instead."
		safe     = "refused: You noted that you two met. Your notes are safe."
		dots     = "refused: You noted that you two met. If you didn't, its card takes that back, behind the three dots."
		itDidNot = "refused: You noted since that it didn't happen. If you two met after all, its card has a button for that."
		itStands = "refused: You wrote down what you want to remember of it, so it stays a talk you two had."
		changed  = "refused: That has changed in the meantime. The card shows how things stand."
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
		{"accept", accept, declined, after, noPassed},
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
		{"can't come", cannotCome, sure, dayBefore, "r1 declined cannot_come confirmed remind"},
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
		{"we met", weMet, waiting, secondsBefore, sooner},
		{"we met", weMet, waiting, start, "r1 met"},
		{"we met", weMet, coming, after, "r1 met coming"},
		{"we met", weMet, declined, secondsBefore, sooner},
		{"we met", weMet, declined, after, "r1 met not_for_me"}, // they came after all
		{"we met", weMet, missed, after, "r1 met"},
		{"we met", weMet, met, after, "same"},
		{"we met", weMet, written, after, "same"},
		{"we met", sayMet(0), waiting, after, "r1 met"},
		{"we met", sayMet(0), missed, after, itDidNot}, // pressed before that
		{"we met", sayMet(2), missed, after, "r1 met"},
		{"we met", sayMet(2), undone, end, itDidNot},
		{"we met", sayMet(3), undone, end, "r1 met"},

		// A wrong "We met" is taken back while nothing is written: once, and not when it
		// was said anew since.
		{"not met", notMet(2), met, after, "r1 missed"},
		{"not met", notMet(3), nothing, after, "r1 missed"},
		{"not met", notMet(3), written, after, itStands},
		{"not met", notMet(1), missed, after, "same"},
		{"not met", notMet(1), met, after, changed},
		{"not met", notMet(1), waiting, after, changed},
		{"not met", notMet(2), declined, after, changed},

		// "Didn't happen". A talk that was held has notes, and keeps them.
		{"didn't happen", didNotHappen, waiting, secondsBefore, toCome},
		{"didn't happen", didNotHappen, waiting, start, "r1 missed"},
		{"didn't happen", didNotHappen, coming, after, "r1 missed coming"},
		{"didn't happen", didNotHappen, declined, after, "r1 missed not_for_me"},
		{"didn't happen", didNotHappen, met, after, dots},
		{"didn't happen", didNotHappen, nothing, after, dots},
		{"didn't happen", didNotHappen, written, after, safe},
		{"didn't happen", didNotHappen, missed, after, "same"},

		// A line, or "nothing to note": only about a talk that was held.
		{"noted", noted, waiting, after, notHeld},
		{"noted", noted, coming, after, notHeld},
		{"noted", noted, declined, after, notHeld},
		{"noted", noted, missed, after, notHeld},
		{"noted", noted, met, after, "r1 met written"},
		{"noted", noted, nothing, after, "r1 met written"},
		{"noted", nothingToNote, met, after, "r1 met nothing to note"},
		{"noted", nothingToNote, written, after, "same"},
		{"noted", noted, written, after, "same"},

		// Another time is another revision, with an answer of its own.
		{"move", moved, waiting, dayBefore, "r2 planned"},
		{"move", moved, coming, dayBefore, "r2 planned"},
		{"move", moved, sure, dayBefore, "r2 planned remind"},
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
// holds for another place, and another way to hear of it, and for nothing else
// that changed.
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
		if name == "place" || name == "notice" {
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
		off  = "refused: This talk isn't planned any more, so I send nothing. If they may be waiting, call or write to them."
		over = "refused: The time you planned is over, so I send nothing. If they may still be waiting, call or write to them."
		open = "refused: They haven't answered the invitation yet, so they may not be coming. If you think they are, write to them."
		far  = "refused: That's still a while off. From three hours before, I can tell them that you're late."
	)
	for _, tt := range []struct {
		name string
		m    oneonone.Meeting
		now  time.Time
		want string
	}{
		{"the day before", meeting(accept(planned)), dayBefore, far},
		{"they haven't answered", meeting(), secondsBefore, open},
		{"on the way", meeting(accept(planned)), secondsBefore, "fine"},
		{"they are waiting", meeting(accept(planned)), during, "fine"},
		{"it is over", meeting(), end, over},
		{"they said no", meeting(cannotCome(dayBefore)), dayBefore, "refused: They can't come after all: it's in our messages. So there's nothing to tell them."},
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

// A window drawn while the talk was with a member may be sent when it is with
// somebody outside Slack: nobody can be invited there.
func TestReviseOutside(t *testing.T) {
	p := talk()
	p.Notice = oneonone.NoticeTell
	m := oneonone.NewMeeting(sam, oneonone.Person{ID: oneonone.NewID(), Organizer: sam, Name: "Lu"}, p, planned)
	p.Start, p.Notice = p.Start.Add(time.Hour), oneonone.NoticeInvite
	for range 2 {
		if err := m.Revise(p, dayBefore); err != nil {
			t.Fatal(err)
		}
		if m.Notice != oneonone.NoticeTell || m.Revision != 2 {
			t.Errorf("%s, revision %d", m.Notice, m.Revision)
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

// fri and sat are other times than Friday the 12th at 18:00.
var (
	sat = talk().Start.AddDate(0, 0, 1)
	sun = talk().Start.AddDate(0, 0, 2)
)

func suggest(start time.Time, word string) func(time.Time) func(*oneonone.Meeting) error {
	return func(now time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.Suggest(m.Rounds, start, word, now) }
	}
}

func take(round int) func(time.Time) func(*oneonone.Meeting) error {
	return func(now time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.TakeSuggestion(1, round, now) }
	}
}

func callOff(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.CallOff("My son is ill", now) }
}

func acceptSecond(now time.Time) func(*oneonone.Meeting) error {
	return func(m *oneonone.Meeting) error { return m.AcceptTime(sun, now) }
}

func because(w oneonone.Why) func(time.Time) func(*oneonone.Meeting) error {
	return func(time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.Because(w) }
	}
}

// whole is how a meeting stands, with its times: "r1 planned another_time Fri
// 18:00 suggests Sat 18:00 round 1".
func whole(m oneonone.Meeting) string {
	day := func(t time.Time) string { return t.In(madrid).Format("Mon 15:04") }
	s := stands(m) + " " + day(m.Start)
	if !m.Second.IsZero() {
		s += " or " + day(m.Second)
	}
	if !m.Suggested.IsZero() {
		s += fmt.Sprintf(" suggests %s round %d", day(m.Suggested), m.Rounds)
	}
	if m.Word != "" {
		s += " word"
	}
	if m.Reply != "" {
		s += " reply"
	}
	if m.Why != "" {
		s += " why " + string(m.Why)
	}
	return s
}

// Another time, two times, calling off: what the two may do, from wherever they
// stand. Each, done a second time, does nothing more.
func TestTheTwoSettleATime(t *testing.T) {
	const (
		settled   = "refused: That is settled already. `/1on1` shows what is planned."
		newer     = "refused: They've suggested another time since. The newer message has it."
		offer     = "refused: That time has passed. Offer another."
		theirs    = "refused: You've suggested another time since. They'll answer that."
		chosen    = "refused: You've said yes already. The card shows to which time."
		theOther  = "refused: That time has passed. Take the other one, or suggest another."
		one       = "refused: That time isn't on offer any more. The card shows which is."
		over      = "refused: This talk is over, so there is nothing left to answer."
		offNow    = "refused: This talk was called off, so there is nothing left to answer."
		saidNo    = "refused: They said no already, so there is nothing to call off."
		noOff     = "refused: This talk is over, so there is nothing to call off."
		unread    = "refused: It's called off already, and your word didn't go with it. To say it, please write to them."
		notMissed = "refused: First say that it didn't happen."
		open      = "refused: No time is settled yet. Once it is, I can remind you."
	)
	two := func() oneonone.Meeting {
		p := talk()
		p.Second = sun
		return oneonone.NewMeeting(sam, ana, p, planned)
	}()
	waiting, coming := meeting(), meeting(accept(planned))
	asked := meeting(suggest(sat, "I sing")(planned))
	twice := meeting(suggest(sat, "")(planned), suggest(sun, "")(planned))
	off := meeting(callOff(planned))
	for _, tt := range []struct {
		act  string
		do   func(time.Time) func(*oneonone.Meeting) error
		from oneonone.Meeting
		now  time.Time
		want string
	}{
		// The person suggests another: before or after a yes, and again.
		{"suggest", suggest(sat, "I sing"), waiting, dayBefore, "r1 planned another_time Fri 18:00 suggests Sat 18:00 round 1 reply"},
		{"suggest", suggest(sat, ""), coming, dayBefore, "r1 planned another_time Fri 18:00 suggests Sat 18:00 round 1"},
		{"suggest", suggest(sun, ""), asked, dayBefore, "r1 planned another_time Fri 18:00 suggests Sun 18:00 round 2"},
		{"suggest", suggest(sat, ""), two, dayBefore, "r1 planned another_time Fri 18:00 or Sun 18:00 suggests Sat 18:00 round 1"},
		{"suggest", suggest(sat, ""), off, dayBefore, offNow},
		{"suggest", suggest(sun, ""), waiting, end, over},
		// While the time they suggested is still to come, the talk is not over.
		{"suggest", suggest(sun, ""), asked, end, "r1 planned another_time Fri 18:00 suggests Sun 18:00 round 2"},

		// "That works": both have agreed, and nobody answers again.
		{"take", take(1), asked, dayBefore, "r2 planned coming Sat 18:00 reply"},
		{"take", take(1), twice, dayBefore, newer},
		{"take", take(2), twice, dayBefore, "r2 planned coming Sun 18:00"},
		{"take", take(1), asked, sat, offer},
		{"take", take(0), waiting, dayBefore, settled},
		{"take", take(0), coming, dayBefore, settled},

		// The time that was planned, after all: an old card says nothing any more,
		// but suggesting it is saying yes.
		{"accept", accept, asked, dayBefore, theirs},
		{"suggest", suggest(start, ""), asked, dayBefore, "r1 planned coming Fri 18:00"},
		{"suggest", suggest(start, ""), waiting, dayBefore, "r1 planned coming Fri 18:00"},
		{"suggest", suggest(sun, ""), two, dayBefore, "r1 planned coming Sun 18:00"},
		{"decline", notForMe, asked, dayBefore, "r1 declined not_for_me Fri 18:00 suggests Sat 18:00 round 1 reply"},

		// Two times: either, and the first no longer once it has passed.
		{"accept", accept, two, dayBefore, "r1 planned coming Fri 18:00"},
		{"accept second", acceptSecond, two, dayBefore, "r1 planned coming Sun 18:00"},
		{"accept", accept, two, start, theOther},
		{"accept second", acceptSecond, two, after, "r1 planned coming Sun 18:00"},
		{"accept second", acceptSecond, waiting, dayBefore, one},
		{"accept second", acceptSecond, coming, dayBefore, chosen},
		{"remind me", remindMe, two, dayBefore, open},
		{"remind me", remindMe, asked, dayBefore, open},
		{"we met", weMet, two, sun.Add(time.Hour), "r1 met Sun 18:00"},
		{"we met", weMet, two, after, "r1 met Fri 18:00"},
		{"we met", weMet, asked, after, "r1 met another_time Fri 18:00 reply"},

		// Off, and on again.
		{"call off", callOff, waiting, dayBefore, "r1 called_off Fri 18:00 word"},
		{"call off", callOff, coming, during, "r1 called_off coming Fri 18:00 word"},
		{"call off", callOff, coming, end, noOff},
		{"call off, and why", callOff, meeting(func(m *oneonone.Meeting) error { return m.CallOff("", planned) }), dayBefore, unread},
		{"call off, and why", callOff, meeting(func(m *oneonone.Meeting) error { return m.CallOff("Sorry", planned) }), dayBefore, unread},
		{"call off", callOff, asked, after, "r1 called_off another_time Fri 18:00 suggests Sat 18:00 round 1 word reply"},
		{"call off", callOff, meeting(notForMe(planned)), dayBefore, saidNo},
		{"call off", callOff, meeting(weMet(after)), after, noOff},
		{"accept", accept, off, dayBefore, offNow},
		{"decline", notForMe, off, dayBefore, offNow},
		{"move", moved, off, dayBefore, "r2 planned Fri 18:00"},
		{"move", moved, asked, dayBefore, "r2 planned Fri 18:00 reply"},
		{"we met", weMet, off, after, "r1 met Fri 18:00 word why called_off"}, // they met after all

		// Why not: nobody need say, and it can be mended.
		{"because", because(oneonone.WhyI), meeting(didNotHappen(after)), after, "r1 missed Fri 18:00 why i"},
		{"because", because(oneonone.WhyNoShow), meeting(didNotHappen(after), because(oneonone.WhyI)(after)), after, "r1 missed Fri 18:00 why no_show"},
		{"because", because(oneonone.WhyI), waiting, after, notMissed},
		{"we met", weMet, meeting(didNotHappen(after), because(oneonone.WhyI)(after)), after, "r1 met Fri 18:00"},
	} {
		t.Run(fmt.Sprintf("%s, %s, %s", tt.act, whole(tt.from), tt.now.Sub(start)), func(t *testing.T) {
			m := tt.from
			err := tt.do(tt.now)(&m)
			got := whole(m)
			if err != nil {
				got = "refused" + said(err.(*oneonone.Error))[0]
				if diff := cmp.Diff(tt.from, m); diff != "" {
					t.Errorf("refused, and changed (-before +after):\n%s", diff)
				}
				if oneonone.KindOf(err) != oneonone.Stale {
					t.Errorf("refused as %q", oneonone.KindOf(err))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err != nil {
				return
			}
			if m.Version <= tt.from.Version {
				t.Errorf("version went from %d to %d", tt.from.Version, m.Version)
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

// A card of another revision answers nothing; one that says none is an old one.
func TestShown(t *testing.T) {
	m := meeting(moved(dayBefore))
	for seen, want := range map[int]oneonone.ErrorKind{0: "", 1: oneonone.Stale, 2: "", 3: oneonone.Stale} {
		if got := oneonone.KindOf(m.Shown(seen)); got != want {
			t.Errorf("revision %d: %q, want %q", seen, got, want)
		}
	}
}

// move is a change of Sam's, as he saw the talk.
func move(start time.Time, place, word string, seen int) func(time.Time) func(*oneonone.Meeting) error {
	return func(now time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error {
			return m.Move(oneonone.Change{Start: start, Place: place, Word: word, Revision: seen}, now)
		}
	}
}

// What a change of time or place does, from wherever the talk stands.
func TestMove(t *testing.T) {
	const (
		elsewhere = "refused: This talk was changed in the meantime. `/1on1` shows what is planned."
		unread    = "refused: This change is made already, and your word didn't go with it. To say it, please write to them."
	)
	here := talk().Place
	two := func() oneonone.Meeting {
		p := talk()
		p.Second = sun
		return oneonone.NewMeeting(sam, ana, p, planned)
	}()
	agreed := with(planned, notice(oneonone.NoticeAgreed))
	asked := meeting(suggest(sat, "I sing")(planned))
	for _, tt := range []struct {
		name string
		do   func(time.Time) func(*oneonone.Meeting) error
		from oneonone.Meeting
		want string
	}{
		{"nothing", move(start, here, "", 1), meeting(), "same"},
		{"the time", move(sat, here, "I sing", 1), meeting(accept(planned)), "r2 planned Sat 18:00 word timed 2 invite"},
		{"the place", move(start, "The library", "Luz is closed", 1), meeting(confirm(planned), remindMe(planned)), "r2 planned coming confirmed remind Fri 18:00 word timed 1 invite"},
		{"both", move(sat, "The library", "", 1), meeting(accept(planned)), "r2 planned Sat 18:00 timed 2 invite"},
		{"seen before another change", move(sat, here, "", 1), meeting(moved(planned)), elsewhere},
		{"this submission once more", move(start.AddDate(0, 0, 7), here, "", 1), meeting(moved(planned), accept(planned)), "same"},
		{"this submission once more, without its word", move(sat, here, "", 1), meeting(move(sat, here, "I'm ill, sorry", 1)(planned)), "same"},
		{"this submission once more, with its word", move(sat, here, "I'm ill, sorry", 1), meeting(move(sat, here, "I'm ill, sorry", 1)(planned), accept(planned)), "same"},
		{"a word that did not go", move(sat, here, "I'm ill, sorry", 1), meeting(move(sat, here, "", 1)(planned)), unread},
		{"another word than went", move(sat, here, "I'm ill, sorry", 1), meeting(move(sat, here, "I sing", 1)(planned)), unread},
		{"a word, once they have suggested another time", move(sat, here, "I'm ill, sorry", 1), meeting(move(sat, here, "", 1)(planned), suggest(sun, "")(planned)), unread},
		{"a word alone", move(start, here, "I'm ill, sorry", 1), meeting(), "refusedword: Nothing else has changed, so I'd send nothing. To tell them just this, write to them."},
		{"the place of an agreed talk", move(start, "The library", "", 1), agreed, "r2 planned coming Fri 18:00 timed 1 agreed"},
		{"the time of an agreed talk", move(sat, here, "", 1), agreed, "r2 planned Sat 18:00 timed 2 invite"},
		{"the place of two times", move(start, "The library", "", 1), two, "r2 planned Fri 18:00 or Sun 18:00 timed 2 invite"},
		{"one time for two", move(sat, here, "", 1), two, "r2 planned Sat 18:00 timed 2 invite"},
		{"another time for theirs", move(sun, here, "Lunch?", 1), asked, "r2 planned Sun 18:00 word reply timed 2 invite"},
		{"theirs, at another place", move(sat, "The library", "See you", 1), asked, "r2 planned coming Sat 18:00 word reply timed 2 agreed"},
		{"on again after calling off", move(start, here, "", 1), meeting(callOff(planned)), "r2 planned Fri 18:00 timed 2 invite"},
		{"on again, once agreed", move(start, here, "", 1), func() oneonone.Meeting {
			m := agreed
			if err := m.CallOff("", planned); err != nil {
				t.Fatal(err)
			}
			return m
		}(), "r2 planned Fri 18:00 timed 2 invite"},
	} {
		m := tt.from
		err := tt.do(dayBefore)(&m)
		got := whole(m) + fmt.Sprintf(" timed %d %s", m.Timed, m.Notice)
		switch {
		case err != nil:
			got = "refused" + said(err.(*oneonone.Error))[0]
		case m.Version == tt.from.Version:
			got = "same"
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		once := m
		if err := tt.do(dayBefore)(&m); err == nil && tt.want != "same" {
			if diff := cmp.Diff(once, m); diff != "" {
				t.Errorf("%s, the second time (-once +twice):\n%s", tt.name, diff)
			}
		}
	}
	// Who wants no invitations hears of it from Sam; a yes to the time holds, and with it
	// what they are still told.
	for _, to := range []time.Time{start, sat} {
		m := meeting(accept(planned))
		err := m.Move(oneonone.Change{Start: to, Place: "The library", Revision: 1, Stopped: true}, dayBefore)
		holds := to.Equal(start)
		if err != nil || m.Place != "The library" || (m.Notice == oneonone.NoticeInvite) != holds || (m.Answer == oneonone.Coming) != holds || (m.Revision == 1) != holds {
			t.Errorf("to %v: %s %s, %v", to, whole(m), m.Notice, err)
		}
	}
	// A yes leaves his word where it stands; it may say which door.
	m := meeting(move(sat, here, "Side door, ring twice", 1)(planned), accept(dayBefore))
	if m.Word != "Side door, ring twice" {
		t.Errorf("after the yes: %q", m.Word)
	}
}

func TestCheckChange(t *testing.T) {
	asked := meeting(suggest(sat, "")(planned))
	twoSuggested := with(planned, func(p *oneonone.Plan) { p.Second = sat })
	if err := suggest(sun, "")(planned)(&twoSuggested); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 400)
	for _, tt := range []struct {
		name string
		m    oneonone.Meeting
		c    oneonone.Change
		want []string
	}{
		{"nothing at all", meeting(), oneonone.Change{Start: start, Place: talk().Place, Revision: 1}, nil},
		{"a word alone", meeting(), oneonone.Change{Start: start, Place: talk().Place, Word: "I sing", Revision: 1},
			[]string{"word: Nothing else has changed, so I'd send nothing. To tell them just this, write to them."}},
		{"a word with a place", meeting(), oneonone.Change{Start: start, Place: "The library", Word: "I sing", Revision: 1}, nil},
		{"the time they can't", asked, oneonone.Change{Start: start, Place: "The library", Revision: 1},
			[]string{"when: They can't then. Take the time they suggested, or offer another."}},
		{"the time they can't, and theirs has passed", meeting(suggest(planned.Add(time.Hour), "")(planned)), oneonone.Change{Start: start, Revision: 1},
			[]string{"when: They can't then. Offer another time."}},
		{"the second they can't", twoSuggested, oneonone.Change{Start: sat, Revision: 1},
			[]string{"when: They can't then. Take the time they suggested, or offer another."}},
		{"the time they couldn't come at", meeting(accept(planned), cannotCome(planned)), oneonone.Change{Start: start, Revision: 1},
			[]string{"when: They can't then. Offer another time."}},
		{"another than they couldn't come at", meeting(accept(planned), cannotCome(planned)), oneonone.Change{Start: sat, Revision: 1}, nil},
		{"all too long, and over", meeting(), oneonone.Change{Start: planned, Place: long, Word: long, Revision: 1}, []string{
			"when: That time has passed. Choose one that is still to come.",
			"where: That's 250 over what fits. The name of the place is enough.",
			"word: That's 100 over what fits. One or two sentences are enough.",
		}},
	} {
		if diff := cmp.Diff(tt.want, said(tt.m.CheckChange(&tt.c, dayBefore)...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// Two times stand in their order, once each, and only in an invitation.
func TestSecondTime(t *testing.T) {
	for _, tt := range []struct {
		name          string
		start, second time.Time
		notice        oneonone.Notice
		want          string
		wantFirst     time.Time
		wantSecond    time.Time
	}{
		{"in order", start, sat, oneonone.NoticeInvite, "", start, sat},
		{"turned", sat, start, oneonone.NoticeInvite, "", start, sat},
		{"the same", start, start, oneonone.NoticeInvite, "", start, time.Time{}},
		{"passed", start, planned.Add(-time.Hour), oneonone.NoticeInvite, "second: That time has passed. Choose one that is still to come.", start, planned.Add(-time.Hour)},
		{"agreed", start, sat, oneonone.NoticeAgreed, "second: Two times are for an invitation, so that they can choose. Press “Just one time”, or let me invite them.", start, sat},
	} {
		p := talk()
		p.Start, p.Second, p.Notice = tt.start, tt.second, tt.notice
		got := ""
		if errs := p.Check(planned); len(errs) > 0 {
			got = said(errs...)[0]
		}
		if got != tt.want || !p.Start.Equal(tt.wantFirst) || !p.Second.Equal(tt.wantSecond) {
			t.Errorf("%s: %q, %v and %v", tt.name, got, p.Start, p.Second)
		}
	}
}

// What was held without a plan is met at once, and says nothing to anybody but
// a question to its organizer, the next morning.
func TestNewHeld(t *testing.T) {
	m := oneonone.NewHeld(sam, oneonone.Person{ID: ana.ID}, oneonone.Maintenance, during, after)
	if got := whole(m); got != "r1 met Fri 18:20" || !m.Outside() || m.Length != 30*time.Minute {
		t.Errorf("%s, outside %t, %v", got, m.Outside(), m.Length)
	}
	if diff := cmp.Diff([]string{"Sat 13 Jun 09:00 Sam: reflect"}, heard(m, both(madrid))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	old := oneonone.NewHeld(sam, ana, oneonone.Recruitment, planned, after)
	if got := heard(old, both(madrid)); got != nil {
		t.Errorf("of a talk long ago: %v", got)
	}
	for at, want := range map[time.Time]string{
		{}:                               "when: Choose the day, and about what time.",
		after.Add(time.Minute):           "when: That's still to come. To plan it, use `/1on1 schedule`.",
		after.Add(-366 * 24 * time.Hour): "when: That's more than a year ago. Choose a later day.",
		after:                            "",
		after.Add(-365 * 24 * time.Hour): "",
	} {
		got := ""
		if err := oneonone.CheckHeld(after, at); err != nil {
			got = said(err)[0]
		}
		if got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

// Who is met outside Slack needs a name, and that is all.
func TestWhomCheck(t *testing.T) {
	long := strings.Repeat("ñ", 200)
	for _, tt := range []struct {
		whom oneonone.Whom
		want []string
	}{
		{oneonone.Whom{Member: ana.Member}, nil},
		{oneonone.Whom{Person: ana.ID}, nil},
		{oneonone.Whom{Name: " T. R. \n"}, nil},
		{oneonone.Whom{Name: "\u200b"}, []string{"name: Say what you call them. A first name or initials is enough."}},
		{oneonone.Whom{Name: long, Reach: long}, []string{
			"name: That's 125 over what fits. A first name or initials is enough.",
			"reach: That's 50 over what fits. A number or an address is enough.",
		}},
	} {
		if diff := cmp.Diff(tt.want, said(tt.whom.Check()...)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// A change is made on the strength of what its author saw: a no, a calling off, a
// time chosen of two, or another suggestion is no new revision, and counts.
func TestMoveNeedsWhatWasSeen(t *testing.T) {
	now := time.Date(2026, 6, 8, 9, 0, 0, 0, time.UTC)
	start := now.Add(72 * time.Hour)
	for _, tt := range []struct {
		name    string
		since   func(m *oneonone.Meeting) error
		refused bool
	}{
		{"nothing", func(*oneonone.Meeting) error { return nil }, false},
		{"a yes to it", func(m *oneonone.Meeting) error { return m.AcceptTime(m.Start, now) }, true},
		{"a no", func(m *oneonone.Meeting) error { return m.Decline(oneonone.NotForMe, now) }, true},
		{"called off", func(m *oneonone.Meeting) error { return m.CallOff("", now) }, true},
		{"the second of two", func(m *oneonone.Meeting) error { return m.AcceptTime(m.Second, now) }, true},
		{"another time", func(m *oneonone.Meeting) error { return m.Suggest(0, start.Add(time.Hour), "", now) }, true},
	} {
		m := oneonone.NewMeeting(oneonone.NewID(), oneonone.Person{ID: oneonone.NewID(), Member: oneonone.NewID()}, oneonone.Plan{
			Purpose: "The buses", Start: start, Second: start.Add(24 * time.Hour), Kind: oneonone.Recruitment, Length: 45 * time.Minute, Notice: oneonone.NoticeInvite,
		}, now)
		change := oneonone.Change{Start: start, Place: "The library", Revision: m.Revision, Standing: m.Standing()}
		if err := tt.since(&m); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if err := m.Move(change, now); (err != nil) != tt.refused || err != nil && oneonone.KindOf(err) != oneonone.Stale {
			t.Errorf("after %s: %v", tt.name, err)
		}
	}
}

// A no can be taken back until the talk begins: to the time, to one of two, or to
// another. What is refused changes nothing, and the same once more is nothing new.
func TestAfterAll(t *testing.T) {
	afterAll := func(start, now time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.AfterAll(start, now) }
	}
	suggested := func(now time.Time) func(*oneonone.Meeting) error {
		return func(m *oneonone.Meeting) error { return m.Suggest(0, sat, "", now) }
	}
	two := with(planned, func(p *oneonone.Plan) { p.Second = sun })
	if err := two.Decline(oneonone.NotForMe, planned); err != nil {
		t.Fatal(err)
	}
	moved := meeting(notForMe(planned), moved(planned))
	slip := meeting(suggest(sat, "I sing")(planned), notForMe(planned))
	const passed = "refused: You said no to this one, and its time has passed. If you'd like to meet after all, write to them."
	for _, tt := range []struct {
		name  string
		m     oneonone.Meeting
		act   func(*oneonone.Meeting) error
		want  string
		start time.Time
	}{
		{"not for me, and yes", meeting(notForMe(planned)), afterAll(start, dayBefore), "r1 planned coming", start},
		{"can't come, and yes", meeting(accept(planned), cannotCome(dayBefore)), afterAll(start, start.Add(-time.Second)), "r1 planned coming", start},
		{"a reminder was asked for before", meeting(accept(planned), remindMe(planned), cannotCome(dayBefore)), afterAll(start, dayBefore), "r1 planned coming remind", start},
		{"another time", meeting(notForMe(planned)), suggested(dayBefore), "r1 planned another_time", start},
		{"what they suggested stands again", slip, afterAll(sat, dayBefore), "r1 planned another_time", start},
		{"the time that doesn't suit", slip, afterAll(start, dayBefore), "refused: You said that time doesn't suit. The card has a button for another.", start},
		{"the second of two", two, afterAll(sun, start.Add(time.Hour)), "r1 planned coming", sun},
		{"the first of two, too late", two, afterAll(start, start), "refused: That time has passed. Take the other one, or suggest another.", start},
		{"of two, when both have begun", two, afterAll(sun, sun), passed, start},
		{"another time than was offered", meeting(notForMe(planned)), afterAll(sun, dayBefore), "refused: That time isn't on offer any more. The card shows which is.", start},
		{"when it has begun", meeting(notForMe(planned)), afterAll(start, start), passed, start},
		{"another time, when it has begun", meeting(notForMe(planned)), suggested(start), passed, start},
		{"it was moved since", moved, afterAll(start, dayBefore), "refused: That time isn't on offer any more. The card shows which is.", moved.Start},
		{"it was called off", meeting(callOff(planned)), afterAll(start, dayBefore), "refused: This talk was called off, so there is nothing left to answer.", start},
	} {
		m := tt.m
		err := tt.act(&m)
		got := stands(m)
		if e, ok := errors.AsType[*oneonone.Error](err); ok {
			got = "refused: " + e.Sentence.Key
		}
		if got != tt.want || !m.Start.Equal(tt.start) {
			t.Errorf("%s: %s at %v, want %s at %v", tt.name, got, m.Start, tt.want, tt.start)
		}
		switch once := m; {
		case err != nil && m != tt.m:
			t.Errorf("%s: refused, and changed to %+v", tt.name, m)
		case err == nil && (m.Version != tt.m.Version+1 || m.Returned != 1):
			t.Errorf("%s: version %d, returned %d", tt.name, m.Version, m.Returned)
		case err == nil && (tt.act(&m) != nil || m != once):
			t.Errorf("%s, once more: %+v", tt.name, m)
		}
	}
}

// What was drawn before a no does not undo it, nor what was drawn before they came
// back: Slack may deliver a press again minutes later.
func TestAnswerFrom(t *testing.T) {
	afterAll := func(m *oneonone.Meeting) error { return m.AfterAll(m.Start, planned) }
	suggest := func(m *oneonone.Meeting) error { return m.Suggest(0, sat, "", planned) }
	for _, tt := range []struct {
		name  string
		m     oneonone.Meeting
		drawn oneonone.Meeting
		act   func(*oneonone.Meeting) error
		want  string
	}{
		{"yes", meeting(), meeting(), accept(planned), "r1 planned coming"},
		{"no, on a card drawn before the yes", meeting(accept(planned)), meeting(), notForMe(planned), "r1 declined not_for_me"},
		{"yes, on a card drawn before the no", meeting(notForMe(planned)), meeting(), accept(planned), "refused: You said no to this one. If you'd like to meet after all, its card has a button for that."},
		{"another time, in a window drawn before the no", meeting(notForMe(planned)), meeting(), suggest, "refused: You've answered this since. The card shows how things stand."},
		{"another time after all", meeting(notForMe(planned)), meeting(notForMe(planned)), suggest, "r1 planned another_time"},
		{"the no once more", meeting(notForMe(planned)), meeting(), notForMe(planned), "r1 declined not_for_me"},
		{"the no once more, when they have come back", meeting(notForMe(planned), afterAll), meeting(), notForMe(planned), "refused: You've answered this since. The card shows how things stand."},
		{"the way back once more", meeting(notForMe(planned), afterAll), meeting(notForMe(planned)), afterAll, "r1 planned coming"},
		{"the way back once more, after another no", meeting(notForMe(planned), afterAll, cannotCome(planned)), meeting(notForMe(planned)), afterAll, "refused: You've answered this since. The card shows how things stand."},
	} {
		m := tt.m
		err := m.AnswerFrom(tt.drawn.Revision, tt.drawn.Turn(), tt.act)
		got := stands(m)
		if e, ok := errors.AsType[*oneonone.Error](err); ok {
			got = "refused: " + e.Sentence.Key
		}
		if got != tt.want || err != nil && m != tt.m {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A new plan is answered from the beginning; another place is not a new plan.
func TestReturnedIsOfTheRevision(t *testing.T) {
	afterAll := func(m *oneonone.Meeting) error { return m.AfterAll(m.Start, planned) }
	place := func(m *oneonone.Meeting) error {
		p := m.Plan
		p.Place = "The library"
		return m.Revise(p, planned)
	}
	back := meeting(notForMe(planned), afterAll)
	for _, tt := range []struct {
		name string
		act  func(*oneonone.Meeting) error
		want int
	}{
		{"another time", moved(planned), 0},
		{"another place", place, 1},
	} {
		m := back
		if err := tt.act(&m); err != nil || m.Revision != 2 || m.Returned != tt.want {
			t.Errorf("%s: revision %d, returned %d, %v", tt.name, m.Revision, m.Returned, err)
		}
	}
}
