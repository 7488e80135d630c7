package oneonone_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

// question is an ask that nothing is wrong with: of Ana, to welcome people on
// Saturday 20 June 2026 at 18:30 in Madrid. It was written down on 1 June.
func question() oneonone.Proposal {
	return oneonone.Proposal{
		What: oneonone.Event, Words: "Will you welcome people at the door on 20 June at 18:30?",
		At: at(madrid, "2026-06-20 18:30"), Where: "The library",
	}
}

func TestProposalCheck(t *testing.T) {
	const passed, tooFar = "That time has passed. Choose one that is still to come.", "That's more than a year away. Choose a nearer day."
	long := func(n int) string { return strings.Repeat("ü", n) }
	for _, tt := range []struct {
		name   string
		asked  bool
		change func(*oneonone.Proposal)
		want   []string
	}{
		{"as it is", false, func(p *oneonone.Proposal) {}, nil},
		{"only the words", false, func(p *oneonone.Proposal) { *p = oneonone.Proposal{What: oneonone.Event, Words: p.Words} }, nil},
		{"no words", false, func(p *oneonone.Proposal) { p.Words = " \n\u200b" }, []string{"ask_words: Write the words you'll say. One sentence is enough."}},
		{"no words, asked already", true, func(p *oneonone.Proposal) { p.Words = "" }, []string{"ask_words: Note in a few words what you asked for."}},
		{"3,000 characters", false, func(p *oneonone.Proposal) { p.Words = long(3000) }, nil},
		{"one more", false, func(p *oneonone.Proposal) { p.Words = long(3001) }, []string{"ask_words: That's 1 over what fits. One sentence is enough."}},
		{"neither event nor role", false, func(p *oneonone.Proposal) { p.What = "thing" }, []string{"ask_what: Choose what it is."}},
		{"not said which", false, func(p *oneonone.Proposal) { p.What = "" }, []string{"ask_what: Choose what it is."}},
		{"not said which, asked already: only the words matter", true, func(p *oneonone.Proposal) { p.What = "" }, nil},
		{"in the past", false, func(p *oneonone.Proposal) { p.At = planned }, []string{"ask_at: " + passed}},
		{"in the past, asked already", true, func(p *oneonone.Proposal) { p.At = planned.AddDate(-2, 0, 0) }, nil},
		{"too far ahead", false, func(p *oneonone.Proposal) { p.At = planned.AddDate(1, 0, 1) }, []string{"ask_at: " + tooFar}},
		{"a long place", false, func(p *oneonone.Proposal) { p.Where = long(151) }, []string{"ask_where: That's 1 over what fits. The name of the place is enough."}},
		{"a role that begins today", false, func(p *oneonone.Proposal) { p.What, p.Starts = oneonone.Role, on("2026-06-01") }, nil},
		{"one that began yesterday", false, func(p *oneonone.Proposal) { p.What, p.Starts = oneonone.Role, on("2026-05-31") }, []string{"ask_starts: That day has passed. Choose one that is still to come."}},
		{"one that began yesterday, asked already", true, func(p *oneonone.Proposal) { p.What, p.Starts = oneonone.Role, on("2026-05-31") }, nil},
		{"one in a year and two days", false, func(p *oneonone.Proposal) { p.What, p.Starts = oneonone.Role, on("2027-06-03") }, []string{"ask_starts: " + tooFar}},
		{"an event has no start, however wrong", false, func(p *oneonone.Proposal) { p.Starts, p.Involves = on("2020-01-01"), long(999) }, nil},
		{"a role has no time and place, however wrong", false, func(p *oneonone.Proposal) { p.What, p.At, p.Where = oneonone.Role, planned, long(999) }, nil},
		{"long lines", false, func(p *oneonone.Proposal) {
			p.What, p.Involves, p.Why, p.IfTime, p.IfThing = oneonone.Role, long(301), long(302), long(303), long(304)
		}, []string{
			"ask_involves: That's 1 over what fits. One or two sentences are enough.",
			"ask_why: That's 2 over what fits. One or two sentences are enough.",
			"ask_if_time: That's 3 over what fits. One or two sentences are enough.",
			"ask_if_thing: That's 4 over what fits. One or two sentences are enough.",
		}},
		{"everything at once", false, func(p *oneonone.Proposal) { p.Words, p.What, p.At, p.Where = "", "", planned, long(200) }, []string{
			"ask_words: Write the words you'll say. One sentence is enough.", "ask_what: Choose what it is.",
			"ask_at: " + passed, "ask_where: That's 50 over what fits. The name of the place is enough.",
		}},
	} {
		p := question()
		tt.change(&p)
		if diff := cmp.Diff(tt.want, said(p.Check(planned, madrid, tt.asked)...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	p := oneonone.Proposal{What: oneonone.Role, Words: " Will you\nlead it? \u202e", Where: "x", At: planned, Involves: " two\nhours ", Why: "\u200b", IfTime: " later "}
	p.Check(planned, madrid, false)
	if diff := cmp.Diff(oneonone.Proposal{What: oneonone.Role, Words: "Will you\nlead it?", Involves: "two hours", IfTime: "later"}, p); diff != "" {
		t.Errorf("trimmed (-want +got):\n%s", diff)
	}
	// Today is the day where its author lives.
	p = oneonone.Proposal{What: oneonone.Role, Words: "x", Starts: on("2026-06-01")}
	if got := said(p.Check(planned, kiritimati, false)...); got != nil {
		t.Errorf("it is still 1 June there: %v", got)
	}
	if got := said(p.Check(at(madrid, "2026-06-01 12:30"), kiritimati, false)...); len(got) != 1 {
		t.Errorf("it is 2 June there: %v", got)
	}
}

func TestReactionCheck(t *testing.T) {
	const toCome, tooFar = "ask_again: Choose a day that is still to come.", "ask_again: That's more than a year away. Choose a nearer day."
	today := on("2026-06-12")
	maybe := func(back string) oneonone.Reaction {
		return oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on(back)}
	}
	no := func(kind oneonone.NoKind, then oneonone.Then, back string) oneonone.Reaction {
		return oneonone.Reaction{Said: oneonone.SaidNo, No: kind, Then: then, Back: on(back)}
	}
	yes := func(back string) oneonone.Reaction {
		return oneonone.Reaction{Said: oneonone.SaidYes, Back: on(back)}
	}
	for _, tt := range []struct {
		name string
		got  oneonone.Reaction
		want []string
	}{
		{"nothing", oneonone.Reaction{}, nil},
		{"something else", oneonone.Reaction{Said: "perhaps"}, []string{"said: Choose what they said."}},
		{"yes, by today", yes("2026-06-12"), nil},
		{"yes, by no day", yes(""), nil},
		{"yes, by yesterday", yes("2026-06-11"), []string{"ask_again: That day has passed. Choose one that is still to come."}},
		{"yes, in two years", yes("2028-06-11"), []string{tooFar}},
		{"maybe, tomorrow", maybe("2026-06-13"), nil},
		{"maybe, no day", maybe(""), nil},
		{"maybe, today", maybe("2026-06-12"), []string{toCome}},
		{"maybe, yesterday", maybe("2026-06-11"), []string{toCome}},
		{"maybe, in two years", maybe("2028-06-13"), []string{tooFar}},
		{"maybe, and a lot", oneonone.Reaction{Said: oneonone.SaidMaybe, WouldTake: strings.Repeat("x", 310)}, []string{"would_take: That's 10 over what fits. One or two sentences are enough."}},
		{"which no", no("", "", ""), []string{"no: Choose which no it was. If you can't tell yet, choose that."}},
		{"another no", no("rude", "", ""), []string{"no: Choose which no it was. If you can't tell yet, choose that."}},
		{"another then", no(oneonone.NotNow, "wait", ""), []string{"then: Choose one of these."}},
		{"not now, left", no(oneonone.NotNow, oneonone.ThenLeave, ""), nil},
		{"not now, again tomorrow", no(oneonone.NotNow, oneonone.ThenAgain, "2026-06-13"), nil},
		{"not now, again", no(oneonone.NotNow, oneonone.ThenAgain, ""), []string{"ask_again: Choose the day to ask again."}},
		{"not now, again today", no(oneonone.NotNow, oneonone.ThenAgain, "2026-06-12"), []string{toCome}},
		{"not that, offered", no(oneonone.NotThat, oneonone.ThenOffered, ""), nil},
	} {
		if diff := cmp.Diff(tt.want, said(tt.got.Check(today)...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	// What does not belong to the answer goes.
	full := oneonone.Reaction{No: oneonone.NotEver, NoContact: true, Then: oneonone.ThenAgain, Back: on("2026-06-20"), WouldTake: " a\nlift "}
	for _, tt := range []struct {
		name   string
		change func(*oneonone.Reaction)
		want   oneonone.Reaction
	}{
		{"not asked", func(r *oneonone.Reaction) {}, oneonone.Reaction{}},
		{"yes", func(r *oneonone.Reaction) { r.Said = oneonone.SaidYes }, yes("2026-06-20")},
		{"maybe", func(r *oneonone.Reaction) { r.Said = oneonone.SaidMaybe }, oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-20"), WouldTake: "a lift"}},
		{"not ever: nobody asks again", func(r *oneonone.Reaction) { r.Said = oneonone.SaidNo }, oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver, NoContact: true}},
		{"can't tell: no day", func(r *oneonone.Reaction) { r.Said, r.No = oneonone.SaidNo, oneonone.CannotTell }, no(oneonone.CannotTell, "", "")},
		{"not now", func(r *oneonone.Reaction) { r.Said, r.No = oneonone.SaidNo, oneonone.NotNow }, no(oneonone.NotNow, oneonone.ThenAgain, "2026-06-20")},
		{"offered, and no day", func(r *oneonone.Reaction) {
			r.Said, r.No, r.Then = oneonone.SaidNo, oneonone.NotThat, oneonone.ThenOffered
		}, no(oneonone.NotThat, oneonone.ThenOffered, "")},
	} {
		r := full
		tt.change(&r)
		if got := r.Check(today); got != nil {
			t.Errorf("%s: %v", tt.name, said(got...))
		}
		if diff := cmp.Diff(tt.want, r); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// asked is an ask answered at an instant, of an event on Saturday 20 June.
func asked(r oneonone.Reaction, when string) oneonone.Ask {
	return oneonone.NewAsk(sam, ana, question(), r, nil, at(madrid, when))
}

func askAgain(kind oneonone.NoKind, day string) oneonone.Reaction {
	return oneonone.Reaction{Said: oneonone.SaidNo, No: kind, Then: oneonone.ThenAgain, Back: on(day)}
}

var yes = oneonone.Reaction{Said: oneonone.SaidYes}

func TestNewAsk(t *testing.T) {
	a := asked(oneonone.Reaction{}, "2026-06-12 19:30")
	want := oneonone.Ask{ID: a.ID, Organizer: sam, Person: ana.ID, Member: ana.Member, Chain: a.ID, Proposal: question(), Dated: 1, Version: 1, CreatedAt: at(madrid, "2026-06-12 19:30")}
	if diff := cmp.Diff(want, a); diff != "" || a.ID.IsZero() {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a.Meeting = oneonone.ID{9}
	b := oneonone.NewAsk(sam, ana, question(), yes, &a, planned)
	c := oneonone.NewAsk(sam, ana, question(), yes, &b, planned)
	if b.Parent != a.ID || c.Parent != b.ID || b.Chain != a.ID || c.Chain != a.ID || c.Meeting != a.Meeting || !c.AnsweredAt.Equal(planned) {
		t.Errorf("not a chain: %+v, %+v", b, c)
	}
}

// askNeeds is what an ask needs, as these tests write it.
func askNeeds(a oneonone.Ask, z *time.Location) string {
	need, from := a.Needs(oneonone.RhythmIn(z))
	if from.IsZero() {
		return string(need)
	}
	return string(need) + " " + clock(from, z)
}

func askNudges(a oneonone.Ask, z *time.Location, closed bool) []string {
	var out []string
	for _, n := range a.Nudges(oneonone.RhythmIn(z), closed) {
		if n.Receiver != sam || n.Subject != a.ID {
			panic(fmt.Sprintf("%+v is not about %+v", n, a))
		}
		if n.Kind == oneonone.NudgePassed {
			continue // said to nobody: see TestAskPasses
		}
		until := ""
		if !n.Expires.IsZero() {
			until = " until " + clock(n.Expires, z)
		}
		out = append(out, fmt.Sprintf("%s %s/%s%s", clock(n.Due, z), n.Kind, n.Occurrence, until))
	}
	return out
}

// At the hour of an event that they said yes to, what would have it confirmed passes; of
// a maybe, what would have it turned to once more.
func TestAskPasses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		r      oneonone.Reaction
		when   string
		change func(*oneonone.Ask)
		want   string
	}{
		{"yes", yes, "2026-06-12 19:30", nil, "Sat 20 Jun 18:30"},
		{"yes, and it was over", yes, "2026-06-24 12:00", nil, ""},
		{"yes, and came", yes, "2026-06-12 19:30", func(a *oneonone.Ask) { a.Outcome = oneonone.Came }, ""},
		{"yes, to no day", yes, "2026-06-12 19:30", func(a *oneonone.Ask) { a.At = time.Time{} }, ""},
		{"yes, to a role", yes, "2026-06-12 19:30", func(a *oneonone.Ask) {
			a.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "x", Starts: on("2026-06-20")}
		}, ""},
		{"maybe", oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-15")}, "2026-06-12 19:30", nil, "Sat 20 Jun 18:30"},
		{"maybe, and it was over", oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-26")}, "2026-06-24 12:00", nil, ""},
		{"no, and again", oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenAgain, Back: on("2026-06-15")}, "2026-06-12 19:30", nil, ""},
	} {
		a := asked(tt.r, tt.when)
		if tt.change != nil {
			tt.change(&a)
		}
		got := ""
		for _, n := range a.Nudges(oneonone.RhythmIn(madrid), false) {
			if n.Kind == oneonone.NudgePassed {
				got += clock(n.Due, madrid)
			}
		}
		if got != tt.want {
			t.Errorf("%s: passes %q, want %q", tt.name, got, tt.want)
		}
	}
	a := asked(yes, "2026-06-12 19:30")
	if a.Over(a.At.Add(-time.Second)) || !a.Over(a.At) {
		t.Error("it is not over at its hour")
	}
}

// After an answer, the next move: what the organizer is told of by itself, and
// when; each thing twice at most.
func TestAfterAnAnswer(t *testing.T) {
	came := []string{"Sun 21 Jun 09:00 came/1 until Mon 22 Jun 09:00", "Mon 22 Jun 09:00 came/1-again"}
	still := append([]string{"Fri 19 Jun 09:00 still_on/1 until Sat 20 Jun 00:00"}, came...)
	back := []string{"Mon 15 Jun 09:00 get_back/2026-06-15 until Tue 16 Jun 09:00", "Tue 16 Jun 09:00 get_back/2026-06-15-again"}
	role := func(a *oneonone.Ask) {
		a.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "x", Starts: on("2026-06-20")}
	}
	for _, tt := range []struct {
		name   string
		r      oneonone.Reaction
		when   string
		change func(*oneonone.Ask)
		need   string
		want   []string
	}{
		{"not asked yet", oneonone.Reaction{}, "2026-06-12 19:30", nil, "ask Thu 18 Jun 18:30", nil},
		{"not asked yet, of no day", oneonone.Reaction{}, "2026-06-12 19:30", func(a *oneonone.Ask) { a.At = time.Time{} }, "ask", nil},
		{"not asked yet, a role", oneonone.Reaction{}, "2026-06-12 19:30", role, "ask Fri 19 Jun 02:00", nil},
		{"not asked yet, a role of no day", oneonone.Reaction{}, "2026-06-12 19:30", func(a *oneonone.Ask) { role(a); a.Starts = oneonone.Date{} }, "ask", nil},
		{"not asked, and let go", oneonone.Reaction{}, "2026-06-12 19:30", func(a *oneonone.Ask) { a.Later = oneonone.Later{About: oneonone.NudgePassed} }, "", nil},
		{"not asked yet, and over", oneonone.Reaction{}, "2026-06-22 19:30", nil, "ask Thu 18 Jun 18:30", nil},
		{"yes", yes, "2026-06-12 19:30", nil, "confirmed Fri 19 Jun 09:00", still},
		{"yes, the evening before the day before", yes, "2026-06-18 23:59", nil, "confirmed Fri 19 Jun 09:00", still},
		{"yes, a minute before that morning", yes, "2026-06-19 08:59", nil, "confirmed Fri 19 Jun 09:00", still},
		{"yes, that morning: they are", yes, "2026-06-19 09:00", nil, "confirmed Fri 19 Jun 09:00", came},
		{"yes, on the day", yes, "2026-06-20 12:00", nil, "confirmed Fri 19 Jun 09:00", came},
		{"yes, heard the morning after", yes, "2026-06-21 08:30", nil, "confirmed Fri 19 Jun 09:00", came},
		{"yes, and it was over", yes, "2026-06-24 12:00", nil, "confirmed Fri 19 Jun 09:00", []string{
			"Thu 25 Jun 09:00 came/1 until Fri 26 Jun 09:00", "Fri 26 Jun 09:00 came/1-again",
		}},
		{"yes, to no day", yes, "2026-06-12 19:30", func(a *oneonone.Ask) { a.At = time.Time{} }, "confirmed", nil},
		{"yes, to a role", yes, "2026-06-12 19:30", role, "confirmed Sun 21 Jun 09:00", came},
		{"yes, to a role of no day", yes, "2026-06-12 19:30", func(a *oneonone.Ask) { role(a); a.Starts = oneonone.Date{} }, "confirmed", nil},
		{"yes, and came", yes, "2026-06-12 19:30", func(a *oneonone.Ask) { a.Outcome = oneonone.Came }, "", nil},
		{"yes, and didn't", yes, "2026-06-12 19:30", func(a *oneonone.Ask) { a.Outcome = oneonone.DidNotCome }, "", nil},
		{"maybe", oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-15")}, "2026-06-12 19:30", nil, "waiting Mon 15 Jun 09:00", back},
		{"maybe, no day", oneonone.Reaction{Said: oneonone.SaidMaybe}, "2026-06-12 19:30", nil, "waiting Fri 19 Jun 09:00", nil},
		{"maybe, no day at all", oneonone.Reaction{Said: oneonone.SaidMaybe}, "2026-06-12 19:30", func(a *oneonone.Ask) { a.At = time.Time{} }, "waiting", nil},
		{"not now, left", oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow}, "2026-06-12 19:30", nil, "", nil},
		{"not now, offered", oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenOffered}, "2026-06-12 19:30", nil, "", nil},
		{"not now, again", askAgain(oneonone.NotNow, "2026-06-15"), "2026-06-12 19:30", nil, "waiting Mon 15 Jun 09:00", back},
		{"not that, again", askAgain(oneonone.NotThat, "2026-06-15"), "2026-06-12 19:30", nil, "waiting Mon 15 Jun 09:00", back},
		{"not now, again, and it was", askAgain(oneonone.NotNow, "2026-06-15"), "2026-06-12 19:30", (*oneonone.Ask).Follow, "", nil},
		{"not ever", oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver}, "2026-06-12 19:30", nil, "", nil},
		{"can't tell yet", oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell}, "2026-06-12 19:30", nil, "", nil},
		{"withdrawn", askAgain(oneonone.NotNow, "2026-06-15"), "2026-06-12 19:30", func(a *oneonone.Ask) { a.Withdrawn = oneonone.ID{7} }, "", nil},
	} {
		a := asked(tt.r, tt.when)
		if tt.change != nil {
			tt.change(&a)
		}
		if diff := cmp.Diff(tt.need, askNeeds(a, madrid)); diff != "" {
			t.Errorf("%s (-needs +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.want, askNudges(a, madrid, false)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		left := tt.want
		if tt.r.Said != oneonone.SaidYes {
			left = nil
		}
		if diff := cmp.Diff(left, askNudges(a, madrid, true)); diff != "" {
			t.Errorf("%s, to an ask of somebody who said not ever (-want +got):\n%s", tt.name, diff)
		}
	}
}

// The mornings are those of the clock on the wall, through the nights in which it
// changes, and the day of an event is where its organizer lives.
func TestAskNudgesWhenTheClocksChange(t *testing.T) {
	for _, tt := range []struct {
		zone     *time.Location
		at, back string
		want     []string
	}{
		{madrid, "2026-03-29 11:00", "2026-03-29", []string{
			"Sat 28 Mar 09:00 still_on until Sun 29 Mar 00:00", "Mon 30 Mar 09:00 came until Tue 31 Mar 09:00", "Tue 31 Mar 09:00 came",
			"Sun 29 Mar 09:00 get_back until Mon 30 Mar 09:00", "Mon 30 Mar 09:00 get_back",
		}},
		{madrid, "2026-10-25 00:30", "2026-10-24", []string{
			"Sat 24 Oct 09:00 still_on until Sun 25 Oct 00:00", "Mon 26 Oct 09:00 came until Tue 27 Oct 09:00", "Tue 27 Oct 09:00 came",
			"Sat 24 Oct 09:00 get_back until Sun 25 Oct 09:00", "Sun 25 Oct 09:00 get_back",
		}},
		{saoPaulo, "2018-11-04 10:00", "2018-11-04", []string{ // it begins at 1:00
			"Sat 3 Nov 09:00 still_on until Sun 4 Nov 01:00", "Mon 5 Nov 09:00 came until Tue 6 Nov 09:00", "Tue 6 Nov 09:00 came",
			"Sun 4 Nov 09:00 get_back until Mon 5 Nov 09:00", "Mon 5 Nov 09:00 get_back",
		}},
	} {
		var got []string
		now := at(tt.zone, tt.at).AddDate(0, 0, -20)
		p := question()
		p.At = at(tt.zone, tt.at)
		for _, r := range []oneonone.Reaction{yes, {Said: oneonone.SaidMaybe, Back: on(tt.back)}} {
			for _, line := range askNudges(oneonone.NewAsk(sam, ana, p, r, nil, now), tt.zone, false) {
				before, after, _ := strings.Cut(line, "/")
				_, until, _ := strings.Cut(after, " ")
				got = append(got, strings.TrimSpace(before+" "+until))
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.at, diff)
		}
	}
	// Who travels is not asked anew: it is the same question in any zone.
	p := question()
	p.At = at(madrid, "2026-06-20 01:00")
	a := oneonone.NewAsk(sam, ana, p, yes, nil, planned)
	names := func(z *time.Location) (out []string) {
		for _, n := range a.Nudges(oneonone.RhythmIn(z), false) {
			out = append(out, n.Occurrence)
		}
		return out
	}
	for _, z := range []*time.Location{newYork, kiritimati, adak} {
		if diff := cmp.Diff(names(madrid), names(z)); diff != "" {
			t.Errorf("%s (-in Madrid +there):\n%s", z, diff)
		}
	}
}

// An answer can be corrected, and what the first had set in motion goes with it.
func TestAnswerIsCorrected(t *testing.T) {
	later := at(madrid, "2026-06-14 12:00")
	offered := oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenOffered}
	maybe := oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-15")}
	for _, tt := range []struct {
		name   string
		was    oneonone.Reaction
		before func(*oneonone.Ask)
		is     oneonone.Reaction
		need   string
		want   int // nudges
		newer  bool
	}{
		{"first", oneonone.Reaction{}, nil, yes, "confirmed Fri 19 Jun 09:00", 3, true},
		{"yes, then maybe", yes, nil, maybe, "waiting Mon 15 Jun 09:00", 2, true},
		{"came, then maybe after all", yes, func(a *oneonone.Ask) { a.Outcome, a.ClosedAt = oneonone.Came, later }, maybe, "waiting Mon 15 Jun 09:00", 2, true},
		{"came, and confirmed by another day", yes, func(a *oneonone.Ask) { a.Outcome, a.ClosedAt = oneonone.Came, later }, oneonone.Reaction{Said: oneonone.SaidYes, Back: on("2026-06-16")}, "", 0, false},
		{"maybe, then can't tell", maybe, nil, oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell}, "", 0, true},
		{"maybe, then not asked", maybe, nil, oneonone.Reaction{}, "ask Thu 18 Jun 18:30", 0, true},
		{"not now, then not that", askAgain(oneonone.NotNow, "2026-06-15"), nil, askAgain(oneonone.NotThat, "2026-06-15"), "waiting Mon 15 Jun 09:00", 2, true},
		{"not ever, then not at all", oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver}, nil, oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver, NoContact: true}, "", 0, true},
		// The other ask stands for itself.
		{"offered, then yes after all", offered, (*oneonone.Ask).Follow, yes, "confirmed Fri 19 Jun 09:00", 3, true},
		{"offered, then again on a day", offered, (*oneonone.Ask).Follow, askAgain(oneonone.NotNow, "2026-06-15"), "waiting Mon 15 Jun 09:00", 2, false},
		{"followed, and only what it would take", maybe, (*oneonone.Ask).Follow, oneonone.Reaction{Said: oneonone.SaidMaybe, Back: maybe.Back, WouldTake: "a lift"}, "", 0, false},
		{"put off, then another day", maybe, func(a *oneonone.Ask) {
			a.Later = oneonone.Later{About: oneonone.NudgeGetBack, On: on("2026-06-30")}
		}, oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-18")}, "waiting Thu 18 Jun 09:00", 2, false},
		{"put off, and only what it would take", maybe, func(a *oneonone.Ask) {
			a.Later = oneonone.Later{About: oneonone.NudgeGetBack, On: on("2026-06-30")}
		}, oneonone.Reaction{Said: oneonone.SaidMaybe, Back: maybe.Back, WouldTake: "a lift"}, "waiting Tue 30 Jun 09:00", 1, false},
	} {
		a := asked(tt.was, "2026-06-12 19:30")
		if tt.before != nil {
			tt.before(&a)
		}
		seen := a.Version
		if err := a.Seen(seen, func(a *oneonone.Ask) error { return a.Answer(tt.is, later) }); err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if a.Reaction != tt.is || a.Version != seen+1 || a.Outcome != oneonone.OutcomeOpen && tt.need != "" {
			t.Errorf("%s: %+v", tt.name, a)
		}
		if got := askNeeds(a, madrid); got != tt.need {
			t.Errorf("%s: needs %q, want %q", tt.name, got, tt.need)
		}
		if got := askNudges(a, madrid, false); len(got) != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		if got := a.AnsweredAt.Equal(later); got != (tt.newer && tt.is.Said != oneonone.NotAsked) {
			t.Errorf("%s: answered %v", tt.name, a.AnsweredAt)
		}
		// The very same once more, from any window, is nothing.
		before := a
		if err := a.Seen(1, func(a *oneonone.Ask) error { return a.Answer(tt.is, later.Add(time.Hour)) }); err != nil || a != before {
			t.Errorf("%s, once more: %v, %+v", tt.name, err, a)
		}
	}
}

// What was changed on another device is not written over by what was drawn before
// it; the same twice is once.
func TestTwoDevices(t *testing.T) {
	const moved = "stale : You've noted something else about this ask since, in another window. Copy what you need, close this one, and open it again."
	now := at(madrid, "2026-06-21 09:30")
	other := question()
	other.Words = "Will you bring the cake?"
	elsewhere := question()
	elsewhere.At = elsewhere.At.In(newYork) // the same instant
	type change func(*oneonone.Ask) error
	answer := func(r oneonone.Reaction) change {
		return func(a *oneonone.Ask) error { return a.Answer(r, now) }
	}
	reword := func(p oneonone.Proposal) change {
		return func(a *oneonone.Ask) error { return a.Reword(p) }
	}
	maybe := oneonone.Reaction{Said: oneonone.SaidMaybe}
	for _, tt := range []struct {
		name          string
		first, second change
		seen          int
		want          string
	}{
		{"two answers", answer(yes), answer(maybe), 1, moved},
		{"one answer", answer(yes), answer(yes), 1, ""},
		{"an answer, and one that saw it", answer(yes), answer(maybe), 2, ""},
		{"an answer and other words", answer(yes), reword(other), 1, moved},
		{"other words and an answer", reword(other), answer(yes), 1, moved},
		{"the same words", reword(other), reword(other), 1, ""},
		{"an answer, and the words as they are, the hour read elsewhere", answer(yes), reword(elsewhere), 1, ""},
		{"a day put off and an answer", func(a *oneonone.Ask) error {
			a.Reaction, a.Later, a.Version = maybe, oneonone.Later{About: oneonone.NudgeGetBack}, 2
			return nil
		}, answer(maybe), 1, ""},
	} {
		a := asked(oneonone.Reaction{}, "2026-06-12 19:30")
		if err := a.Seen(1, tt.first); err != nil || a.Version != 2 {
			t.Errorf("%s: %v", tt.name, err)
		}
		before := a
		if got := refusal(a.Seen(tt.seen, tt.second)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if tt.want != "" && a != before {
			t.Errorf("%s: refused, and written: %+v", tt.name, a)
		}
	}
	// What came of it, from two cards; and a refusal of the rule's own comes first.
	a := asked(yes, "2026-06-12 19:30")
	happened := func(o oneonone.Outcome) change {
		return func(a *oneonone.Ask) error { return a.Happened(o, now) }
	}
	for _, tt := range []struct {
		o    oneonone.Outcome
		seen int
		want string
	}{{oneonone.Came, 1, ""}, {oneonone.Came, 1, ""}, {oneonone.DidNotCome, 1, moved}, {oneonone.DidNotCome, 2, ""}} {
		if got := refusal(a.Seen(tt.seen, happened(tt.o))); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.o, got, tt.want)
		}
	}
	a.Withdrawn = oneonone.ID{7}
	if got := refusal(a.Seen(1, happened(oneonone.Came))); got != refusal(oneonone.AskClosed()) {
		t.Errorf("withdrawn: %q", got)
	}
}

func TestWithdrawnAskIsClosed(t *testing.T) {
	const closed = "stale : They've said not ever since, so this ask is closed. If they've changed their mind, begin a new one with `/1on1 ask`."
	now := at(madrid, "2026-06-21 09:30")
	other := question()
	other.Words = "x"
	for name, change := range map[string]func(*oneonone.Ask) error{
		"answered":  func(a *oneonone.Ask) error { return a.Answer(askAgain(oneonone.NotNow, "2026-07-01"), now) },
		"reworded":  func(a *oneonone.Ask) error { return a.Reword(other) },
		"came":      func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, now) },
		"moved":     func(a *oneonone.Ask) error { return a.Move(now.AddDate(0, 0, 7), oneonone.Date{}) },
		"as it was": func(a *oneonone.Ask) error { return a.Answer(yes, now) },
	} {
		a := asked(yes, "2026-06-12 19:30")
		a.Withdrawn = oneonone.ID{7}
		want := closed
		if name == "as it was" {
			want = ""
		}
		if got := refusal(change(&a)); got != want || a.Version != 1 {
			t.Errorf("%s: %q", name, got)
		}
		if got := refusal(a.PutOff(oneonone.Asked{About: oneonone.NudgeCame}, on("2026-06-25"), now, oneonone.RhythmIn(madrid))); got != refusal(oneonone.NothingToAsk()) {
			t.Errorf("put off: %q", got)
		}
	}
}

// What came of a yes: noted after it, corrected, or moved.
func TestHappenedAndMove(t *testing.T) {
	const other = "stale : You've noted another answer since. `/1on1 asks` shows how it stands."
	after := at(madrid, "2026-06-21 09:30")
	a := asked(yes, "2026-06-12 19:30")
	if got := refusal(a.Happened(oneonone.Came, at(madrid, "2026-06-20 18:29"))); got != "stale : That's still to come. If they've changed their mind, note what they say now." {
		t.Errorf("before it began: %q", got)
	}
	for i, o := range []oneonone.Outcome{oneonone.Came, oneonone.Came, oneonone.DidNotCome} {
		if err := a.Happened(o, after); err != nil || a.Outcome != o || !a.ClosedAt.Equal(after) || a.Version != []int{2, 2, 3}[i] {
			t.Errorf("%s: %v, %+v", o, err, a)
		}
	}
	for range 2 { // twice is once
		if err := a.Move(at(madrid, "2026-06-27 18:30"), on("2026-01-01")); err != nil {
			t.Fatal(err)
		}
	}
	if a.Outcome != oneonone.OutcomeOpen || !a.ClosedAt.IsZero() || a.Starts != (oneonone.Date{}) || a.Version != 5 {
		t.Errorf("moved: %+v", a)
	}
	if diff := cmp.Diff([]string{
		"Fri 26 Jun 09:00 still_on/1 until Sat 27 Jun 00:00",
		"Sun 28 Jun 09:00 came/1 until Mon 29 Jun 09:00", "Mon 29 Jun 09:00 came/1-again",
	}, askNudges(a, madrid, false)); diff != "" {
		t.Errorf("moved (-want +got):\n%s", diff)
	}
	if err := a.Move(time.Time{}, oneonone.Date{}); err != nil || askNeeds(a, madrid) != "confirmed" || askNudges(a, madrid, false) != nil {
		t.Errorf("moved to no day: %v, %s", err, askNeeds(a, madrid))
	}
	role := oneonone.NewAsk(sam, ana, oneonone.Proposal{What: oneonone.Role, Words: "x", Starts: on("2026-06-20")}, yes, nil, planned)
	if err := role.Move(after, on("2026-07-01")); err != nil || !role.At.IsZero() || askNeeds(role, madrid) != "confirmed Thu 2 Jul 09:00" {
		t.Errorf("a role begins later: %v, %s", err, askNeeds(role, madrid))
	}
	no := asked(askAgain(oneonone.NotNow, "2026-07-01"), "2026-06-12 19:30")
	if got := refusal(no.Happened(oneonone.Came, after)); got != other {
		t.Errorf("came, to a no: %q", got)
	}
	if got := refusal(no.Move(after.AddDate(0, 0, 7), oneonone.Date{})); got != other || no.Version != 1 {
		t.Errorf("moved, of a no: %q", got)
	}
}

func TestAskPutOff(t *testing.T) {
	const nothing = "stale : That has changed since, so there is nothing left to ask."
	r := oneonone.RhythmIn(madrid)
	maybe := oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-15")}
	getBack, came, still := oneonone.NudgeGetBack, oneonone.NudgeCame, oneonone.NudgeStillOn
	for _, tt := range []struct {
		name  string
		a     oneonone.Ask
		about oneonone.NudgeKind
		now   string
		on    string
		want  string
		need  string
		heard []string
	}{
		{"get back, later", asked(maybe, "2026-06-12 19:30"), getBack, "2026-06-15 09:05", "2026-06-20", "", "waiting Sat 20 Jun 09:00", []string{"Sat 20 Jun 09:00 get_back/2026-06-15-later-2026-06-20"}},
		{"get back, when its event is over", asked(maybe, "2026-06-12 19:30"), getBack, "2026-06-15 09:05", "2026-06-21", "invalid later: That would be too late for this one. Choose an earlier day.", "waiting Mon 15 Jun 09:00", nil},
		{"get back, once it is over", asked(maybe, "2026-06-12 19:30"), getBack, "2026-06-21 09:05", "2026-06-22", "", "waiting Mon 22 Jun 09:00", []string{"Mon 22 Jun 09:00 get_back/2026-06-15-later-2026-06-22"}},
		{"get back, left on Home", asked(maybe, "2026-06-12 19:30"), getBack, "2026-06-15 09:05", "", "", "waiting Mon 15 Jun 09:00", nil},
		{"get back, before the day", asked(maybe, "2026-06-12 19:30"), getBack, "2026-06-15 08:59", "2026-06-22", nothing, "waiting Mon 15 Jun 09:00", nil},
		{"get back, today", asked(maybe, "2026-06-12 19:30"), getBack, "2026-06-15 09:05", "2026-06-15", "invalid later: Choose a day that is still to come.", "waiting Mon 15 Jun 09:00", nil},
		{"get back, in two years", asked(maybe, "2026-06-12 19:30"), getBack, "2026-06-15 09:05", "2028-06-15", "invalid later: That's more than a year away. Choose a nearer day.", "waiting Mon 15 Jun 09:00", nil},
		{"get back, of no day", asked(oneonone.Reaction{Said: oneonone.SaidMaybe}, "2026-06-12 19:30"), getBack, "2026-06-15 09:05", "2026-06-22", nothing, "waiting Fri 19 Jun 09:00", nil},
		{"get back, of a yes", asked(yes, "2026-06-12 19:30"), getBack, "2026-06-21 09:05", "2026-06-22", nothing, "confirmed Fri 19 Jun 09:00", nil},
		{"came, the day after", asked(yes, "2026-06-12 19:30"), came, "2026-06-21 09:05", "2026-06-24", "", "confirmed Fri 19 Jun 09:00", []string{
			"Fri 19 Jun 09:00 still_on/1 until Sat 20 Jun 00:00", "Wed 24 Jun 09:00 came/1-later-2026-06-24",
		}},
		{"came, on the day", asked(yes, "2026-06-12 19:30"), came, "2026-06-20 20:00", "2026-06-24", nothing, "confirmed Fri 19 Jun 09:00", nil},
		{"came, of no day", func() oneonone.Ask { a := asked(yes, "2026-06-12 19:30"); a.At = time.Time{}; return a }(), came, "2026-06-21 09:05", "2026-06-24", nothing, "confirmed", nil},
		{"still on", asked(yes, "2026-06-12 19:30"), still, "2026-06-19 09:05", "2026-06-20", nothing, "confirmed Fri 19 Jun 09:00", nil},
	} {
		a := tt.a
		for range 2 { // twice is once
			if got := refusal(a.PutOff(oneonone.Asked{About: tt.about, Subject: a.ID}, on(tt.on), at(madrid, tt.now), r)); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		}
		if got := askNeeds(a, madrid); got != tt.need {
			t.Errorf("%s: needs %q, want %q", tt.name, got, tt.need)
		}
		if tt.want != "" {
			if a != tt.a {
				t.Errorf("%s: refused, and written", tt.name)
			}
			continue
		}
		if a.Version != 2 {
			t.Errorf("%s: version %d", tt.name, a.Version)
		}
		if diff := cmp.Diff(tt.heard, askNudges(a, madrid, false)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	// Put off further, and nearer again.
	a := asked(maybe, "2026-06-12 19:30")
	for _, day := range []string{"2026-06-19", "2026-06-18"} {
		if err := a.PutOff(oneonone.Asked{About: getBack}, on(day), at(madrid, "2026-06-15 10:00"), r); err != nil || a.Later.On != on(day) {
			t.Errorf("to %s: %v, %v", day, err, a.Later)
		}
	}
	// What was said of the old day is not said of the new one.
	b := asked(yes, "2026-06-12 19:30")
	if err := b.PutOff(oneonone.Asked{About: came}, on("2026-06-24"), at(madrid, "2026-06-21 10:00"), r); err != nil {
		t.Fatal(err)
	}
	if err := b.Move(at(madrid, "2026-06-27 18:30"), oneonone.Date{}); err != nil || len(askNudges(b, madrid, false)) != 3 {
		t.Errorf("moved: %v, %v", err, askNudges(b, madrid, false))
	}
}

// Nothing is asked while paused, or in the small hours.
func TestAskNudgesWait(t *testing.T) {
	r := oneonone.RhythmIn(madrid)
	paused := r
	paused.PausedUntil = on("2026-06-24")
	for _, kind := range []oneonone.NudgeKind{oneonone.NudgeGetBack, oneonone.NudgeStillOn, oneonone.NudgeCame} {
		if !kind.InMorning() || !kind.Asks() || !kind.AwaitsTap() || kind.ExemptFromPhonesAway() || kind.Announces() {
			t.Errorf("%s is not a question of the morning", kind)
		}
		n := oneonone.Nudge{Kind: kind}
		for _, tt := range []struct {
			r         oneonone.Rhythm
			now, want string
		}{
			{r, "2026-06-21 09:00", "now"}, {r, "2026-06-21 08:59", "Sun 21 Jun 09:00"}, {r, "2026-06-21 20:00", "Mon 22 Jun 09:00"},
			{paused, "2026-06-21 09:00", "Wed 24 Jun 09:00"}, {paused, "2026-06-24 09:00", "now"},
		} {
			got := "now"
			if until, wait := n.Defer(at(madrid, tt.now), tt.r); wait {
				got = clock(until, madrid)
			}
			if got != tt.want {
				t.Errorf("%s at %s: %s, want %s", kind, tt.now, got, tt.want)
			}
		}
	}
}

// Of whoever would rather not hear from us, the organizer alone is told.
func TestSilent(t *testing.T) {
	m := meeting()
	m.HourBefore = true
	m.Answer, m.AnsweredAt, m.AnsweredRevision = oneonone.Coming, planned, m.Revision
	r := both(madrid)
	count := func() (to, of int) {
		for _, state := range []oneonone.State{oneonone.Planned, oneonone.CalledOff} {
			m.State = state
			for _, n := range m.Nudges(r) {
				if n.Receiver == m.Member {
					to++
				} else {
					of++
				}
			}
		}
		return to, of
	}
	to, of := count()
	if to != 4 { // invitation, still good, hour before, called off
		t.Errorf("she hears %d", to)
	}
	r.Silent = true
	if silent, told := count(); silent != 1 || told != of { // the hour before, which she asked for
		t.Errorf("she hears %d, the organizer %d, want %d", silent, told, of)
	}
	m.State, m.Answer = oneonone.Planned, oneonone.Unanswered
	for _, n := range m.Nudges(r) {
		if n.Kind == oneonone.NudgeUnanswered {
			t.Error("nobody asked her, and it is said that she doesn't answer")
		}
	}
}

func TestCheckContact(t *testing.T) {
	const rather = "invalid how: They told you they'd rather not hear from us, so I don't write to them. Choose “I'll tell them myself”."
	for _, tt := range []struct {
		noContact bool
		n         oneonone.Notice
		want      string
	}{
		{false, oneonone.NoticeInvite, ""}, {true, oneonone.NoticeTell, ""}, {true, oneonone.NoticeInvite, rather}, {true, oneonone.NoticeAgreed, rather},
	} {
		var err error
		if e := oneonone.CheckContact(oneonone.Person{NoContact: tt.noContact}, tt.n); e != nil {
			err = e
		}
		if got := refusal(err); got != tt.want {
			t.Errorf("%t, %s: %q", tt.noContact, tt.n, got)
		}
	}
}

// The days filled in are before what they are for, while that is to come.
func TestDaysFilledIn(t *testing.T) {
	at := func(when string) time.Time { return at(madrid, when) }
	for _, tt := range []struct{ name, now, event, confirm, back string }{
		{"of no day", "2026-06-08 10:00", "", "2026-06-10", "2026-06-11"},
		{"in a month", "2026-06-08 10:00", "2026-07-08 18:00", "2026-06-10", "2026-06-11"},
		{"in four days", "2026-06-08 10:00", "2026-06-12 18:00", "2026-06-10", "2026-06-11"},
		{"in three days", "2026-06-08 10:00", "2026-06-11 18:00", "2026-06-09", "2026-06-11"},
		{"in two days", "2026-06-08 10:00", "2026-06-10 18:00", "2026-06-09", "2026-06-10"},
		{"in two days, noted before breakfast", "2026-06-08 07:00", "2026-06-10 18:00", "2026-06-08", "2026-06-10"},
		{"in two days, before breakfast", "2026-06-08 10:00", "2026-06-10 07:00", "2026-06-09", "2026-06-09"},
		{"tomorrow", "2026-06-08 10:00", "2026-06-09 18:00", "2026-06-09", "2026-06-09"},
		{"tomorrow before breakfast", "2026-06-08 10:00", "2026-06-09 07:00", "2026-06-08", ""},
		{"tomorrow before breakfast, in the evening", "2026-06-08 20:00", "2026-06-09 07:00", "2026-06-08", ""},
		{"today", "2026-06-08 10:00", "2026-06-08 18:00", "2026-06-08", ""},
		{"today, before breakfast", "2026-06-08 07:00", "2026-06-08 18:00", "2026-06-08", ""},
		{"over", "2026-06-08 10:00", "2026-06-07 18:00", "2026-06-08", "2026-06-11"},
	} {
		a := oneonone.Ask{Proposal: oneonone.Proposal{What: oneonone.Event}}
		if tt.event != "" {
			a.At = at(tt.event)
		}
		r := oneonone.RhythmIn(madrid)
		if got := a.ConfirmBy(at(tt.now), r); got != on(tt.confirm) {
			t.Errorf("%s: confirm by %v, want %s", tt.name, got, tt.confirm)
		}
		back := a.GetBackBy(at(tt.now), r)
		if back != on(tt.back) {
			t.Errorf("%s: get back by %v, want %s", tt.name, back, tt.back)
		}
		if errs := (&oneonone.Reaction{Said: oneonone.SaidMaybe, Back: back}).Check(on("2026-06-08")); errs != nil {
			t.Errorf("%s: %v is refused: %v", tt.name, back, errs[0])
		}
	}
	in := oneonone.Ask{Proposal: oneonone.Proposal{What: oneonone.Event, At: at("2026-06-12 12:00")}}
	for until, left := range map[string]bool{"2026-06-08": true, "2026-06-12": true, "2026-06-13": false} {
		r := oneonone.RhythmIn(madrid)
		r.PausedUntil = on(until)
		if got := in.MorningLeft(at("2026-06-08 10:00"), r); got != left {
			t.Errorf("in a pause until %s: a morning is left: %t", until, got)
		}
	}
	role := oneonone.Ask{Proposal: oneonone.Proposal{What: oneonone.Role, Starts: on("2026-06-10")}}
	if got := role.GetBackBy(at("2026-06-08 10:00"), oneonone.RhythmIn(madrid)); got != on("2026-06-10") {
		t.Errorf("a role: get back by %v", got)
	}
	for starts, want := range map[string]string{"2026-06-09": "2026-06-08", "2026-06-10": "2026-06-09", "2026-06-11": "2026-06-10", "2026-06-30": "2026-06-10", "2026-06-08": "2026-06-08", "2026-06-01": "2026-06-08"} {
		role.Starts = on(starts)
		if got := role.ConfirmBy(at("2026-06-08 10:00"), oneonone.RhythmIn(madrid)); got != on(want) {
			t.Errorf("a role from %s on: confirm by %v, want %s", starts, got, want)
		}
	}
}

// Only what was not settled before its time is let go, and another day or an answer
// brings it back.
func TestAskIsLetGo(t *testing.T) {
	begins := time.Date(2026, time.June, 20, 16, 30, 0, 0, time.UTC)
	maybe := oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on("2026-06-24")}
	for _, tt := range []struct {
		name   string
		r      oneonone.Reaction
		change func(*oneonone.Ask)
		now    time.Time
		lapsed bool
	}{
		{"not asked, a second before", oneonone.Reaction{}, nil, begins.Add(-time.Second), false},
		{"not asked", oneonone.Reaction{}, nil, begins, true},
		{"not asked, of no day", oneonone.Reaction{}, func(a *oneonone.Ask) { a.At = time.Time{} }, begins, false},
		{"not asked, withdrawn", oneonone.Reaction{}, func(a *oneonone.Ask) { a.Withdrawn = oneonone.ID{7} }, begins, false},
		{"a role, on its day", oneonone.Reaction{}, func(a *oneonone.Ask) { a.What, a.At, a.Starts = oneonone.Role, time.Time{}, on("2026-06-20") }, begins, false},
		{"a role, the day after", oneonone.Reaction{}, func(a *oneonone.Ask) { a.What, a.At, a.Starts = oneonone.Role, time.Time{}, on("2026-06-19") }, begins, true},
		{"maybe", maybe, nil, begins, true},
		{"maybe, followed", maybe, (*oneonone.Ask).Follow, begins, false},
		{"yes", oneonone.Reaction{Said: oneonone.SaidYes}, nil, begins, false},
		{"not now", oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow}, nil, begins, false},
	} {
		a := oneonone.Ask{ID: oneonone.ID{1}, Proposal: oneonone.Proposal{What: oneonone.Event, Words: "Come", At: begins}, Reaction: tt.r, Version: 1}
		if tt.change != nil {
			tt.change(&a)
		}
		if got := a.Lapsed(tt.now, madrid); got != tt.lapsed {
			t.Errorf("%s: lapsed %t", tt.name, got)
		}
		version := a.Version
		if err := a.LetGo(tt.now, madrid); (err == nil) != tt.lapsed || a.WasLetGo() != tt.lapsed {
			t.Errorf("%s: let go %t, %v", tt.name, a.WasLetGo(), err)
		}
		if !tt.lapsed {
			continue
		}
		if err := a.LetGo(tt.now, madrid); err != nil || a.Version != version+1 {
			t.Errorf("%s, twice: %v, version %d", tt.name, err, a.Version)
		}
		if got := askNeeds(a, madrid); got != "" || a.Open() || askNudges(a, madrid, false) != nil {
			t.Errorf("%s, let go: needs %q", tt.name, got)
		}
		moved, answered := a, a
		p := a.Proposal
		p.At, p.Starts = p.At.AddDate(0, 0, 9), on("2026-06-29")
		if err := moved.Reword(p); err != nil || moved.WasLetGo() || askNeeds(moved, madrid) == "" {
			t.Errorf("%s, of another day: %v, needs %q", tt.name, err, askNeeds(moved, madrid))
		}
		if err := answered.Answer(oneonone.Reaction{Said: oneonone.SaidYes}, tt.now); err != nil || answered.WasLetGo() {
			t.Errorf("%s, answered: %v", tt.name, err)
		}
	}
}

// They are still on: said from the day before, it is asked no more, and whatever
// confirms the yes is done; until it has another day.
func TestStillOn(t *testing.T) {
	r, noted := oneonone.RhythmIn(madrid), at(madrid, "2026-06-08 12:00")
	event := oneonone.Proposal{What: oneonone.Event, Words: "x", At: at(madrid, "2026-06-19 18:00")}
	role := oneonone.Proposal{What: oneonone.Role, Words: "x", Starts: on("2026-06-19")}
	yes := oneonone.Reaction{Said: oneonone.SaidYes}
	for _, tt := range []struct {
		name string
		p    oneonone.Proposal
		r    oneonone.Reaction
		now  string
		can  bool
	}{
		{"two days before", event, yes, "2026-06-17 23:59", false},
		{"the day before, at night", event, yes, "2026-06-18 00:00", true},
		{"on the day", event, yes, "2026-06-19 17:59", true},
		{"at its hour", event, yes, "2026-06-19 18:00", false},
		{"a maybe", event, oneonone.Reaction{Said: oneonone.SaidMaybe}, "2026-06-18 12:00", false},
		{"a role", role, yes, "2026-06-18 12:00", false},
		{"of no day", oneonone.Proposal{What: oneonone.Event, Words: "x"}, yes, "2026-06-18 12:00", false},
	} {
		a := oneonone.NewAsk(sam, ana, tt.p, tt.r, nil, noted)
		now := at(madrid, tt.now)
		for range 2 { // twice is once
			if err := a.StillOn(now, madrid); (err == nil) != tt.can {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if a.IsStillOn() != tt.can || tt.can != (a.Version == 2) {
			t.Errorf("%s: %+v", tt.name, a)
		}
	}

	a := oneonone.NewAsk(sam, ana, event, yes, nil, noted)
	f, before, now := oneonone.NewConfirm(a, noted, r), a, at(madrid, "2026-06-18 12:00")
	if err := a.StillOn(now, madrid); err != nil {
		t.Fatal(err)
	}
	a.Redated(before, now, r)
	if err := f.Confirm(before, a, now, r); err != nil || f.State != oneonone.Done || !f.DoneAt.Equal(now) {
		t.Errorf("confirmed: %+v, %v", f, err)
	}
	only := []string{"Sat 20 Jun 09:00 came/1 until Sun 21 Jun 09:00", "Sun 21 Jun 09:00 came/1-again"}
	if diff := cmp.Diff(only, askNudges(a, madrid, false)); diff != "" {
		t.Errorf("still on (-want +got):\n%s", diff)
	}
	if need, from := a.Needs(r); need != oneonone.NeedComing || clock(from, madrid) != "Sat 20 Jun 09:00" {
		t.Errorf("needs %s from %s", need, clock(from, madrid))
	}
	for _, to := range []string{"2026-06-26 18:00", "2026-06-19 20:00"} { // another day, and another hour
		moved := a
		if err := moved.Move(at(madrid, to), oneonone.Date{}); err != nil {
			t.Fatal(err)
		}
		if moved.Redated(a, now, r); moved.IsStillOn() {
			t.Errorf("to %s: %+v", to, moved)
		}
	}
	later := a
	if err := later.Move(at(madrid, "2026-06-19 20:00"), oneonone.Date{}); err != nil {
		t.Fatal(err)
	}
	if later.Redated(a, now, r); later.Day(madrid) != a.Day(madrid) || len(askNudges(later, madrid, false)) != len(only) {
		t.Errorf("asked once more about one day: %v", askNudges(later, madrid, false))
	}
}

// Who corrects a yes that is over, or whose outcome is known, is asked for no day to confirm
// it by: the one it had stays, and the same yes sent off once more is nothing.
func TestAYesThatIsOverKeepsItsDay(t *testing.T) {
	a := asked(oneonone.Reaction{Said: oneonone.SaidYes, Back: on("2026-06-16")}, "2026-06-12 19:30")
	before := a
	if err := a.Answer(oneonone.Reaction{Said: oneonone.SaidYes}, a.At.Add(time.Hour)); err != nil || a != before {
		t.Errorf("over: %v, %+v", err, a)
	}
	if err := a.Answer(oneonone.Reaction{Said: oneonone.SaidYes}, a.At.Add(-time.Hour)); err != nil || a.Back != (oneonone.Date{}) {
		t.Errorf("to come: %v, %+v", err, a)
	}
}
