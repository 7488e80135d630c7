package views

import (
	"slices"
	"strings"
	"time"

	"oneonone"
)

// sampler makes the sample people's talks.
type sampler struct {
	sam, ana   Reader
	plan       oneonone.Plan
	met, noted func(*oneonone.Meeting)
	reflection oneonone.Reflection
	notes      oneonone.Notes
	last       oneonone.LastTime
}

// The longest things that can be typed, with what would break a block if it
// were not escaped.
var (
	long300  = strings.Repeat("<!channel> & ñ ", 20)
	long3000 = strings.Repeat("<!channel> & ñ ", 200)
	wide3000 = strings.Repeat("🚌", 3000) // two of what some count as characters
	long150  = strings.Repeat("<!here>&ñ ", 15)
)

// zoneNamed is one by its name, or UTC on a machine that knows none.
func zoneNamed(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return z
}

func newSampler() *sampler {
	london, madrid := zoneNamed("Europe/London"), zoneNamed("Europe/Madrid")
	now := time.Date(2026, time.June, 9, 8, 0, 0, 0, time.UTC)
	s := &sampler{
		sam: For("en-US", london, now),
		ana: For("en-US", madrid, now),
		plan: oneonone.Plan{
			Purpose: "You spoke up about the buses. I'd like to hear more.",
			Start:   time.Date(2026, time.June, 12, 16, 0, 0, 0, time.UTC),
			Place:   "Café Luz", Kind: oneonone.Recruitment, Length: 45 * time.Minute,
			AskComing: true, Notice: oneonone.NoticeInvite,
		},
		met:   func(m *oneonone.Meeting) { m.State, m.ClosedAt = oneonone.Met, m.End() },
		noted: func(m *oneonone.Meeting) { m.State, m.Line = oneonone.Met, oneonone.LineWritten },
	}
	s.reflection = oneonone.Reflection{
		Remember:   "Her father drove the number 9. She'd stand up for the drivers.",
		Promise:    "send her the minutes of the last meeting",
		PromiseDue: time.Date(2026, time.June, 14, 7, 0, 0, 0, time.UTC),
		Next:       oneonone.NextOtherDate, NextOn: oneonone.Date{Year: 2026, Month: time.June, Day: 26},
		WrittenAt: now,
	}
	s.notes = oneonone.Notes{
		oneonone.FieldGoodTalk: "She tells me about the night the bus didn't come.",
		oneonone.FieldFindOut:  "What made her speak up.",
		oneonone.FieldCommon:   "We both grew up at the end of a line.",
		oneonone.FieldGoodAt:   "She draws. The drivers' flyers are hers.",
		oneonone.FieldRole:     "Welcoming people at the door",
		oneonone.FieldFeel:     oneonone.FeelWarm, oneonone.FieldStory: oneonone.StoryHeard,
		oneonone.FieldDifferently: "Ask about the strike sooner.",
		oneonone.FieldThread:      "She stopped when her brother came up.",
	}
	s.last = oneonone.LastTime{
		Met: time.Date(2026, time.May, 29, 16, 0, 0, 0, time.UTC), Remember: s.reflection.Remember,
		Thread: s.notes[oneonone.FieldThread], Differently: s.notes[oneonone.FieldDifferently],
		Promises: []oneonone.Followup{{Words: s.reflection.Promise, Origin: oneonone.OriginPromise, Whose: oneonone.Mine}},
	}
	return s
}

// pausing is Sam, who has paused for two weeks.
func (s *sampler) pausing() Reader {
	days := oneonone.RhythmIn(s.sam.zone)
	days.PausedUntil = s.sam.Today().AddDays(14)
	return s.sam.Living(days)
}

// turn is one way a talk can stand.
type turn struct {
	name string
	set  func(*oneonone.Meeting)
}

func (s *sampler) turns() []turn {
	return []turn{
		{"planned", func(*oneonone.Meeting) {}},
		{"coming", func(m *oneonone.Meeting) { m.Answer = oneonone.Coming }},
		{"confirmed", func(m *oneonone.Meeting) { m.Answer, m.Confirmed = oneonone.Coming, true }},
		{"two_times", func(m *oneonone.Meeting) { m.Plan = s.two(m.Plan) }},
		{"another_time", s.suggested},
		{"another_time_again", func(m *oneonone.Meeting) { s.suggested(m); m.Rounds = 2 }},
		{"called_off", s.calledOff},
		{"not_for_me", func(m *oneonone.Meeting) { m.State, m.Answer = oneonone.Declined, oneonone.NotForMe }},
		{"cannot_come", func(m *oneonone.Meeting) { m.State, m.Answer = oneonone.Declined, oneonone.CannotCome }},
		{"met", s.met},
		{"noted", s.noted},
		{"missed", func(m *oneonone.Meeting) { m.State = oneonone.Missed }},
	}
}

// two offers a second time; suggested is another the person suggests; calledOff
// is off, with a word.
func (s *sampler) two(p oneonone.Plan) oneonone.Plan {
	p.Second = p.Start.AddDate(0, 0, 2)
	return p
}

func (s *sampler) suggested(m *oneonone.Meeting) {
	m.Answer, m.AnsweredRevision, m.Suggested, m.Rounds, m.Reply = oneonone.AnotherTime, m.Revision, m.Start.AddDate(0, 0, 1), 1, "I work late that day."
}

func (s *sampler) calledOff(m *oneonone.Meeting) {
	m.State, m.Word = oneonone.CalledOff, "My son is ill. I'd still like to meet."
}

func (s *sampler) meeting(set func(*oneonone.Meeting)) oneonone.Meeting {
	m := oneonone.Meeting{
		ID: oneonone.ID{1}, Organizer: oneonone.ID{2}, Person: oneonone.ID{3}, Member: oneonone.ID{4},
		Plan: s.plan, State: oneonone.Planned, Revision: 1, Version: 1, Timed: 1,
	}
	if set != nil {
		set(&m)
	}
	return m
}

// mine is a talk as Sam sees it, theirs as Ana does.
func (s *sampler) mine(set func(*oneonone.Meeting)) Talk {
	return Talk{Meeting: s.meeting(set), With: "Ana", WithFull: "Ana Torres", Mine: true, WriteTo: "slack://user?team=T0RIVER&id=U0ANA"}
}

func (s *sampler) theirs(set func(*oneonone.Meeting)) Talk {
	return Talk{Meeting: s.meeting(set), With: "Sam", WithFull: "Sam Okoro"}
}

// longest is a talk with everything at its limit.
func (s *sampler) longest() Talk {
	t := s.mine(func(m *oneonone.Meeting) {
		m.Purpose, m.Place = long300, long150
	})
	t.With, t.WithFull = "<!here>", strings.Repeat("<!here> ", 10)
	return t
}

// longestNotes are all pages, full to the brim.
func longestNotes() oneonone.Notes {
	n := oneonone.Notes{}
	for _, p := range slices.Concat(oneonone.Doors, []oneonone.Page{oneonone.PagePrep}) {
		for _, f := range p.Fields() {
			if n[f] = long3000; f.Choices() != nil {
				n[f] = f.Choices()[0]
			}
		}
	}
	return n
}

// longestLast is all that can come back from last time.
func longestLast(s *sampler) oneonone.LastTime {
	last := oneonone.LastTime{Met: s.last.Met, Remember: wide3000, Thread: long3000, Differently: long3000}
	last.Promises = s.bothWays()
	for i := range last.Promises {
		if last.Promises[i].Words != "" {
			last.Promises[i].Words = long300
		}
	}
	for len(last.Promises) < 20 {
		last.Promises = append(last.Promises, last.Promises[0])
	}
	return last
}

func (s *sampler) promise(state oneonone.FollowupState, days int) Promise {
	return Promise{With: "Ana", WriteTo: "slack://user?team=T0RIVER&id=U0ANA", Followup: oneonone.Followup{
		ID: oneonone.ID{5}, Words: s.reflection.Promise, State: state, Origin: oneonone.OriginPromise, Whose: oneonone.Mine,
		Due: time.Date(2026, time.June, 9, 9, 0, 0, 0, time.UTC).AddDate(0, 0, days),
	}}
}

// kindOfFollowup is one way a follow-up can be.
type kindOfFollowup struct {
	name string
	set  func(*Promise)
}

// followups are those ways.
func (s *sampler) followups() []kindOfFollowup {
	request := func(what oneonone.Origin, kept ...Talk) func(*Promise) {
		return func(p *Promise) { p.Origin, p.Words, p.Kept = what, "", kept }
	}
	long := make([]Talk, 20)
	for i := range long {
		long[i] = s.longest()
		long[i].State = oneonone.Met
	}
	return []kindOfFollowup{
		{"promise", func(*Promise) {}},
		{"own", func(p *Promise) {
			p.Origin, p.How, p.Words = oneonone.OriginOwn, oneonone.HowCall, "ask how the move went"
		}},
		{"theirs", func(p *Promise) {
			p.Origin, p.Whose, p.How, p.Words = oneonone.OriginOwn, oneonone.Theirs, oneonone.HowInPerson, "bring two neighbours along"
		}},
		{"outside", func(p *Promise) {
			p.Origin, p.How, p.With, p.WriteTo, p.Reach = oneonone.OriginOwn, oneonone.HowText, "Marta", "", "555 0134, after six"
		}},
		{"confirm", func(p *Promise) { p.Origin, p.Ask, p.Words = oneonone.OriginConfirm, oneonone.ID{7}, "" }},
		{"longest", func(p *Promise) {
			p.Origin, p.How, p.With, p.Reach, p.Words = oneonone.OriginOwn, oneonone.HowInPerson, s.longest().With, long150, long300
		}},
		{"delete", request(oneonone.OriginDelete, s.mine(s.noted), s.mine(nil))},
		{"delete_nothing", request(oneonone.OriginDelete)},
		{"delete_longest", func(p *Promise) {
			request(oneonone.OriginDelete, long...)(p)
			p.With, p.More = s.longest().With, true
		}},
		{"kept", request(oneonone.OriginKept, s.mine(s.noted))},
	}
}

// bothWays are open promises of the two, and what one of them asks.
func (s *sampler) bothWays() []oneonone.Followup {
	var out []oneonone.Followup
	for _, kind := range s.followups() {
		p := s.promise(oneonone.Open, 0)
		kind.set(&p)
		if kind.name != "longest" && kind.name != "outside" && kind.name != "delete_nothing" && kind.name != "delete_longest" {
			out = append(out, p.Followup)
		}
	}
	return out
}

// people are some whom Sam met before, outside Slack.
func (s *sampler) people() []oneonone.Person {
	return []oneonone.Person{{ID: oneonone.ID{6}, Name: "Marta from the bakery"}, {ID: oneonone.ID{7}, Name: "T. R."}}
}

// outside is a talk with one of them.
func (s *sampler) outside() Talk {
	t := s.mine(func(m *oneonone.Meeting) { m.Member, m.Notice = oneonone.ID{}, oneonone.NoticeTell })
	t.With, t.WithFull, t.Reach = "Marta", "Marta from the bakery", "555 0134, after six"
	return t
}

func (*sampler) tell(m *oneonone.Meeting) { m.Notice = oneonone.NoticeTell }

func (*sampler) agreed(m *oneonone.Meeting) {
	m.Notice, m.Answer = oneonone.NoticeAgreed, oneonone.Coming
}
