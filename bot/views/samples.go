package views

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// Sample is one screen or message with sample people: what the gallery prints
// and the golden files hold.
type Sample struct {
	Name    string `json:"name"`
	Surface string `json:"surface"` // "modal", "home" or "message"
	Payload any    `json:"payload"`
}

// Samples are all screens and messages, each with its turns. The people are
// Sam, who organizes, and Ana, whom he meets.
func Samples() []Sample {
	s := newSampler()
	var out []Sample
	modal := func(name string, v slack.ModalViewRequest) { out = append(out, Sample{name, "modal", v}) }
	message := func(name string, m Message) { out = append(out, Sample{name, "message", m}) }
	home := func(name string, h Home) { out = append(out, Sample{name, "home", HomeView(s.sam, h)}) }

	modal("schedule/empty", ScheduleModal(s.sam, Schedule{Plan: oneonone.Plan{
		Start: s.plan.Start, Kind: oneonone.Recruitment, Length: 45 * time.Minute, Notice: oneonone.NoticeInvite,
	}}))
	modal("schedule/noted", Noted(s.sam.Say("That's an app. Choose a person."), ScheduleModal(s.sam, Schedule{Plan: s.plan})))
	modal("schedule/filled", ScheduleModal(s.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: s.plan}))
	next := s.plan
	next.Kind, next.AskComing = oneonone.Escalation, true
	modal("schedule/next_step", ScheduleModal(s.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: next}))
	people := []oneonone.Person{{ID: oneonone.ID{6}, Name: "Marta from the bakery"}, {ID: oneonone.ID{7}, Name: "T. R."}}
	modal("schedule/outside", ScheduleModal(s.sam, Schedule{Whom: Whom{Outside: true}, Plan: s.plan}))
	modal("schedule/outside_again", ScheduleModal(s.sam, Schedule{Whom: Whom{Outside: true, People: people, Known: people[0].ID}, Plan: s.plan}))
	modal("schedule/outside_new", ScheduleModal(s.sam, Schedule{Whom: Whom{Outside: true, People: people}, Plan: s.plan}))
	modal("schedule/two_times", ScheduleModal(s.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Two: true, Plan: s.two(s.plan)}))
	for _, w := range []oneonone.Warning{
		{Kind: oneonone.WarnInvited, At: s.plan.Start}, {Kind: oneonone.WarnDeclined, At: s.plan.Start}, {Kind: oneonone.WarnPlanned, At: s.plan.Start}, {Kind: oneonone.WarnOverlap, At: s.plan.Start},
		{Kind: oneonone.WarnHour, At: s.plan.Start}, {Kind: oneonone.WarnFar, At: s.plan.Start, Days: 19},
	} {
		modal("schedule/warning_"+string(w.Kind), ScheduleModal(s.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: s.plan, Warning: WarningWords(s.sam, w, "Ana", s.ana.zone)}))
	}
	modal("log/empty", LogModal(s.sam, Log{Start: s.sam.now, Kind: oneonone.Recruitment}))
	modal("log/outside", LogModal(s.sam, Log{Whom: Whom{Outside: true, People: people}, Start: s.sam.now, Kind: oneonone.Recruitment}))
	outside := s.mine(func(m *oneonone.Meeting) { m.Member, m.Notice = oneonone.ID{}, oneonone.NoticeTell })
	outside.With, outside.WithFull, outside.Reach = "Marta", "Marta from the bakery", "555 0134, after six"
	modal("schedule/tell_outside", TellModal(s.sam, outside, s.sam, "555 0199"))
	message("planned/outside", PlannedMessage(s.sam, outside, false))
	message("prep/outside", PrepMessage(s.sam, outside, nil, false, false))
	modal("change/planned", ChangeModal(s.sam, Change{Talk: s.mine(nil)}, "{}"))
	modal("change/stopped", ChangeModal(s.sam, Change{Talk: s.mine(nil), Stopped: true}, "{}"))
	modal("change/offer", ChangeModal(s.sam, Change{Talk: s.mine(s.suggested)}, "{}"))
	modal("change/two_times", ChangeModal(s.sam, Change{Talk: s.mine(func(m *oneonone.Meeting) { m.Plan = s.two(m.Plan) })}, "{}"))
	modal("change/off", ChangeModal(s.sam, Change{Talk: s.mine(s.calledOff)}, "{}"))
	modal("change/warning", ChangeModal(s.sam, Change{Talk: s.mine(nil), Warning: WarningWords(s.sam, oneonone.Warning{Kind: oneonone.WarnFar, Days: 19}, "Ana", s.ana.zone)}, "{}"))
	modal("call_off/told", CallOffModal(s.sam, s.mine(nil), true, "Sam Okoro", s.ana, "{}"))
	modal("call_off/untold", CallOffModal(s.sam, s.mine(nil), false, "Sam Okoro", s.ana, "{}"))
	message("called_off", CalledOffMessage(s.ana, s.theirs(s.calledOff), false))
	message("called_off/superseded", CalledOffMessage(s.ana, s.theirs(nil), true))
	modal("suggest/first", SuggestModal(s.ana, s.theirs(nil), "{}"))
	modal("suggest/again", SuggestModal(s.ana, s.theirs(s.suggested), "{}"))
	changed := func(m *oneonone.Meeting) {
		m.Revision, m.Timed, m.AnsweredRevision, m.Answer, m.Word = 2, 1, 1, oneonone.Coming, "The café is closed that day."
	}
	message("invitation/changed", InvitationMessage(s.ana, s.theirs(changed), false))
	message("invitation/offered", InvitationMessage(s.ana, s.theirs(func(m *oneonone.Meeting) { m.Revision, m.Timed, m.Rounds, m.Word = 2, 2, 1, "Would this do?" }), false))
	missed := s.mine(func(m *oneonone.Meeting) { m.State = oneonone.Missed })
	modal("missed/asked", MissedModal(s.sam, Missed{Talk: missed, Asked: true}, ""))
	modal("missed/i", MissedModal(s.sam, Missed{Talk: missed, Asked: true, Why: oneonone.WhyI}, ""))
	modal("missed/again", MissedModal(s.sam, Missed{Talk: missed, Asked: true, Why: oneonone.WhyNoShow, Again: s.plan.Start.AddDate(0, 0, 7), Invite: true}, ""))
	modal("missed/outside", MissedModal(s.sam, Missed{Talk: outside}, ""))
	modal("missed/warning", MissedModal(s.sam, Missed{Talk: missed, Asked: true, Why: oneonone.WhyI, Again: s.plan.Start.AddDate(0, 0, 7), Invite: true,
		Warning: WarningWords(s.sam, oneonone.Warning{Kind: oneonone.WarnOverlap, At: s.plan.Start.AddDate(0, 0, 7)}, "Ana", s.ana.zone)}, ""))
	modal("missed/outside_i", MissedModal(s.sam, Missed{Talk: outside, Why: oneonone.WhyI}, ""))
	modal("suggest/take", TakeModal(s.sam, s.mine(s.suggested), WarningWords(s.sam, oneonone.Warning{Kind: oneonone.WarnOverlap, At: s.plan.Start.AddDate(0, 0, 1)}, "Ana", s.ana.zone), "{}"))
	longest := s.longest()
	longest.Suggested = s.plan.Start.AddDate(0, 0, 1)
	modal("longest/take", TakeModal(s.sam, longest, WarningWords(s.sam, oneonone.Warning{Kind: oneonone.WarnPlanned, At: s.plan.Start}, longest.With, s.ana.zone), "{}"))
	tell := func(m *oneonone.Meeting) { m.Notice = oneonone.NoticeTell }
	agreed := func(m *oneonone.Meeting) { m.Notice, m.Answer = oneonone.NoticeAgreed, oneonone.Coming }
	modal("schedule/tell", TellModal(s.sam, s.mine(tell), s.ana, ""))
	for _, turn := range s.turns() {
		message("planned/"+turn.name, PlannedMessage(s.sam, s.mine(turn.set), false))
		message("invitation/"+turn.name, InvitationMessage(s.ana, s.theirs(turn.set), false))
		message("still_good/"+turn.name, StillGoodMessage(s.ana, s.theirs(turn.set), false))
		message("after/"+turn.name, AfterMessage(s.sam, s.mine(turn.set), false))
	}
	message("planned/agreed", PlannedMessage(s.sam, s.mine(agreed), false))
	message("planned/tell", PlannedMessage(s.sam, s.mine(tell), false))
	message("planned/superseded", PlannedMessage(s.sam, s.mine(nil), true))
	no := func(m *oneonone.Meeting) { m.State, m.Answer = oneonone.Declined, oneonone.NotForMe }
	message("invitation/not_for_me_two_times", InvitationMessage(s.ana, s.theirs(func(m *oneonone.Meeting) { no(m); m.Plan = s.two(m.Plan) }), false))
	passed := func(m *oneonone.Meeting) { no(m); m.Start = s.ana.now }
	message("invitation/not_for_me_passed", InvitationMessage(s.ana, s.theirs(passed), false))
	message("still_good/not_for_me_passed", StillGoodMessage(s.ana, s.theirs(passed), false))
	message("invitation/agreed", InvitationMessage(s.ana, s.theirs(agreed), false))
	message("invitation/superseded", InvitationMessage(s.ana, s.theirs(nil), true))
	message("still_good/superseded", StillGoodMessage(s.ana, s.theirs(nil), true))
	message("after/superseded", AfterMessage(s.sam, s.mine(nil), true))
	message("still_good/hour_before", StillGoodMessage(s.ana, s.theirs(func(m *oneonone.Meeting) {
		m.Answer, m.Confirmed, m.HourBefore = oneonone.Coming, true, true
	}), false))
	message("hour_before", HourBeforeMessage(s.ana, s.theirs(nil), false))
	message("hour_before/called_off", HourBeforeMessage(s.ana, s.theirs(s.calledOff), false))
	message("hour_before/another_time", HourBeforeMessage(s.ana, s.theirs(s.suggested), false))
	message("hour_before/superseded", HourBeforeMessage(s.ana, s.theirs(nil), true))
	asked := map[oneonone.Origin]time.Time{oneonone.OriginDelete: s.ana.now}
	both := map[oneonone.Origin]time.Time{oneonone.OriginDelete: s.ana.now.AddDate(0, 0, -1), oneonone.OriginKept: s.ana.now}
	modal("about/invitations", AboutModal(s.ana, s.theirs(nil), false, nil, ""))
	modal("about/no_invitations", AboutModal(s.ana, s.theirs(nil), true, nil, ""))
	modal("about/asked", AboutModal(s.ana, s.theirs(nil), false, asked, oneonone.OriginDelete))
	modal("about/asked_already", AboutModal(s.ana, s.theirs(nil), false, asked, ""))
	modal("about/asked_both", AboutModal(s.ana, s.theirs(nil), false, both, oneonone.OriginKept))
	for _, answer := range []oneonone.Answer{oneonone.Coming, oneonone.AnotherTime, oneonone.NotForMe, oneonone.CannotCome} {
		declined := func(m *oneonone.Meeting) {
			switch m.Answer = answer; answer {
			case oneonone.AnotherTime:
				s.suggested(m)
			case oneonone.NotForMe, oneonone.CannotCome:
				m.State = oneonone.Declined
			}
		}
		message("answer/"+string(answer), AnswerMessage(s.sam, s.mine(declined), answer, false, false))
		message("answer/"+string(answer)+"_superseded", AnswerMessage(s.sam, s.mine(nil), answer, true, false))
		message("answer/"+string(answer)+"_returned", AnswerMessage(s.sam, s.mine(nil), answer, false, true))
		message("answer/"+string(answer)+"_after_all", AnswerMessage(s.sam, s.mine(func(m *oneonone.Meeting) { declined(m); m.Returned = 1 }), answer, false, false))
	}
	for _, why := range []string{"stopped", "late", "gone", "unheard", "untold"} {
		message("undone/"+why, UndoneMessage(s.sam, s.mine(nil), why))
	}

	for _, k := range oneonone.Kinds {
		of := func(m *oneonone.Meeting) { m.Kind = k }
		questions := oneonone.Questions(k)[:oneonone.QuestionsPerTalk]
		modal("prep/"+string(k), PrepModal(s.sam, s.mine(of), oneonone.LastTime{}, nil, nil, questions))
		message("prep/"+string(k), PrepMessage(s.sam, s.mine(of), questions, false, false))
	}
	modal("prep/again", PrepModal(s.sam, s.mine(nil), s.last, nil, s.notes, oneonone.Questions(oneonone.Recruitment)[:oneonone.QuestionsPerTalk]))
	modal("prep/promised", PrepModal(s.sam, s.mine(nil), oneonone.LastTime{Promises: s.last.Promises}, nil, nil, nil))
	modal("prep/promised_both_ways", PrepModal(s.sam, s.mine(nil), oneonone.LastTime{Promises: s.bothWays()}, nil, nil, nil))
	modal("prep/none", NoPrepModal(s.sam, ""))
	modal("prep/none_with", NoPrepModal(s.sam, "<!here>"))
	message("prep/stale", PrepMessage(s.sam, s.mine(s.met), nil, true, false))
	message("prep/superseded", PrepMessage(s.sam, s.mine(nil), nil, false, true))
	modal("late/sent", LateSentModal(s.sam, s.mine(nil)))
	modal("late", LateModal(s.sam, s.mine(nil), "Sam", s.ana, ""))
	for _, how := range oneonone.Lates {
		message("late/"+string(how), LateMessage(s.ana, s.theirs(nil), how))
	}

	modal("reflect/empty", ReflectionModal(s.sam, s.mine(s.met), oneonone.Reflection{}, nil, ""))
	modal("reflect/prepared", ReflectionModal(s.sam, s.mine(s.met), oneonone.Reflection{}, s.notes, ""))
	modal("reflect/retry", WithRetry(s.sam, s.mine(nil), ReflectionModal(s.sam, s.mine(s.met), oneonone.Reflection{}, nil, "")))
	modal("reflect/written", ReflectionModal(s.sam, s.mine(s.met), s.reflection, s.notes, ""))
	modal("reflect/not_saved", ReflectionModal(s.sam, s.mine(s.met), s.reflection, nil, s.sam.Say("That isn't saved yet.")+" "+s.sam.Say("Choose the day.")))
	modal("reflect/saved", SavedModal(s.sam, s.mine(s.met), oneonone.Reflection{}, nil))
	modal("reflect/saved_next", SavedModal(s.sam, s.mine(s.met), s.reflection, s.notes))
	for _, p := range oneonone.Doors {
		modal("door/"+string(p), DoorModal(s.sam, s.mine(s.noted), p, nil))
		modal("door/"+string(p)+"_written", DoorModal(s.sam, s.mine(s.noted), p, s.notes))
		modal("longest/door_"+string(p), DoorModal(s.sam, s.longest(), p, longestNotes()))
	}
	modal("reflect/choose", ChooseTalkModal(s.sam, []Talk{s.mine(s.met), s.mine(s.noted)}))
	modal("reflect/none", ChooseTalkModal(s.sam, nil))
	for _, kind := range s.followups() {
		p := s.promise(oneonone.Open, 2)
		kind.set(&p)
		modal("followup/"+kind.name, PromiseModal(s.sam, p))
		for _, state := range []oneonone.FollowupState{oneonone.Done, oneonone.Dropped} {
			if p.State = state; state == oneonone.Done || !p.Origin.Request() {
				modal("followup/"+kind.name+"_"+string(state), PromiseModal(s.sam, p))
			}
		}
		p.State = oneonone.Open
		if !p.Origin.Request() && p.Origin != oneonone.OriginConfirm {
			modal("followup/change_"+kind.name, FollowupModal(s.sam, FollowUp{Task: p.Task(s.sam.zone), Of: &p}))
		}
	}
	task := oneonone.Task{Whose: oneonone.Mine, By: s.sam.Today().AddDays(2)}
	modal("followup/new", FollowupModal(s.sam, FollowUp{Task: task}))
	modal("followup/new_outside", FollowupModal(s.sam, FollowUp{Whom: Whom{Outside: true, People: people}, Task: task}))
	task.Words, task.How = long3000, oneonone.HowInPerson
	modal("followup/new_longest", FollowupModal(s.sam, FollowUp{Whom: Whom{Who: "U0ANA"}, Task: task}))

	every := []MorningItem{
		{Kind: oneonone.NudgeAfterAgain, Subject: oneonone.ID{1}, Talk: s.mine(nil)},
		{Kind: oneonone.NudgeReflect, Subject: oneonone.ID{1}, Talk: s.mine(s.met)},
		{Kind: oneonone.NudgeFollowup, Subject: oneonone.ID{5}, Promise: s.promise(oneonone.Open, 0)},
		{Kind: oneonone.NudgeAgain, Subject: oneonone.ID{6}, Talk: s.mine(s.noted), NextOn: s.reflection.NextOn},
		{Kind: oneonone.NudgeUnanswered, Subject: oneonone.ID{1}, Talk: s.mine(nil)},
		{Kind: oneonone.NudgeSuggested, Subject: oneonone.ID{1}, Talk: s.mine(s.suggested)},
	}
	var kinds []MorningItem
	for _, kind := range s.followups() {
		for _, days := range []int{0, 1, -1} {
			p := s.promise(oneonone.Open, days)
			kind.set(&p)
			kinds = append(kinds, MorningItem{Kind: oneonone.NudgeFollowup, Subject: p.ID, Promise: p})
		}
	}
	message("morning/followups", MorningMessage(s.sam, "Sam", s.sam.now, kinds[:len(kinds)/2]))
	message("morning/more_followups", MorningMessage(s.sam, "Sam", s.sam.now, kinds[len(kinds)/2:]))
	for i := range kinds {
		if kinds[i].Promise.State = oneonone.Done; i%3 == 1 && !kinds[i].Promise.Origin.Request() {
			kinds[i].Promise.State = oneonone.Dropped
		}
	}
	message("morning/followups_closed", MorningMessage(s.sam, "Sam", s.sam.now, kinds[:len(kinds)/2]))
	message("morning/more_followups_closed", MorningMessage(s.sam, "Sam", s.sam.now, kinds[len(kinds)/2:]))
	message("morning/one", MorningMessage(s.sam, "Sam", s.sam.now, every[1:2]))
	message("morning/every", MorningMessage(s.sam, "Sam", s.sam.now, every))
	message("morning/answered", MorningMessage(s.sam, "Sam", s.sam.now, []MorningItem{
		{Kind: oneonone.NudgeAfterAgain, Talk: s.mine(s.met)},
		{Kind: oneonone.NudgeReflect, Talk: s.mine(s.noted)},
		{Kind: oneonone.NudgeFollowup, Promise: s.promise(oneonone.Done, 0)},
		{Kind: oneonone.NudgeFollowup, Promise: s.promise(oneonone.Dropped, 0)},
		{Kind: oneonone.NudgeFollowup, Promise: s.promise(oneonone.Open, 1), Superseded: true},
		{Kind: oneonone.NudgeFollowup, Promise: s.promise(oneonone.Open, -1)},
		{Kind: oneonone.NudgeAgain, Talk: s.mine(s.noted), NextOn: s.reflection.NextOn, Planned: true},
		{Kind: oneonone.NudgeAgain, Talk: s.mine(s.noted)},
		{Kind: oneonone.NudgeUnanswered, Talk: s.mine(func(m *oneonone.Meeting) { m.Answer = oneonone.Coming })},
		{Kind: oneonone.NudgeUnanswered, Talk: s.mine(nil), Superseded: true},
		{Kind: oneonone.NudgeSuggested, Talk: s.mine(nil), Superseded: true},
	}))
	said := func(l oneonone.Later, to oneonone.NudgeKind, set func(*oneonone.Meeting)) Talk {
		t := s.mine(set)
		t.Later = oneonone.Later{About: to, On: l.On}
		return t
	}
	for name, l := range map[string]oneonone.Later{"put_off": {On: s.sam.Today().AddDays(2)}, "left": {}, "put_off_long_ago": {On: s.sam.Today()}} {
		items := slices.Clone(every)
		items[0].Talk = said(l, oneonone.NudgeAfter, nil)
		items[1].Talk = said(l, oneonone.NudgeReflect, s.met)
		items[3].LaterOn = l.On
		items[4].Talk = said(l, oneonone.NudgeUnanswered, nil)
		items[5].Talk = said(l, oneonone.NudgeSuggested, s.suggested)
		message("morning/"+name, MorningMessage(s.sam, "Sam", s.sam.now, items))
		message("after/"+name, AfterMessage(s.sam, items[0].Talk, false))
	}
	modal("later", LaterModal(s.sam, oneonone.Asked{About: oneonone.NudgeAfter, Subject: oneonone.ID{1}, Timed: 1}.String()))
	soon := slices.Clone(every[4:])
	soon[0].Talk.Start = s.sam.now.AddDate(0, 0, 3)   // too soon for a week
	soon[1].Talk.Suggested = s.sam.now.Add(time.Hour) // too soon for any day
	message("morning/soon", MorningMessage(s.sam, "Sam", s.sam.now, soon))
	prep := func(t Talk) MorningItem {
		return MorningItem{Kind: oneonone.NudgePrep, Subject: t.ID, Talk: t, Questions: oneonone.Questions(t.Kind)[:oneonone.QuestionsPerTalk]}
	}
	talks := []MorningItem{prep(s.mine(nil)), prep(outside)}
	message("morning/talks", MorningMessage(s.sam, "Sam", s.sam.now, talks))
	message("morning/talks_and_more", MorningMessage(s.sam, "Sam", s.sam.now, append(slices.Clone(talks), every[2])))
	over, elsewhere, off, open := prep(s.mine(s.met)), prep(s.mine(nil)), prep(s.mine(s.calledOff)), prep(s.mine(s.suggested))
	over.Over, elsewhere.Superseded = true, true
	bare := talks[0]
	bare.Questions = nil
	message("morning/talks_changed", MorningMessage(s.sam, "Sam", s.sam.now, []MorningItem{over, elsewhere, off, open, bare}))
	message("morning/talks_longest", MorningMessage(s.sam, "Sam", s.sam.now, slices.Repeat([]MorningItem{prep(s.longest())}, morningMost+1)))
	var many []MorningItem
	for range morningMost + 5 {
		many = append(many, every[2])
	}
	message("morning/longest", MorningMessage(s.sam, "Sam", s.sam.now, many))

	home("home/empty", Home{})
	full := Home{
		Ended: []Talk{s.mine(nil)}, Upcoming: []Talk{s.mine(nil), s.theirs(nil), s.theirs(agreed)},
		Unreflected: []Talk{s.mine(s.met)}, Promises: []Promise{s.promise(oneonone.Open, 0)}, Waiting: 1,
	}
	home("home/full", full)
	full.Waiting, full.MorePromises = 12, 7
	full.Stopped, full.More, full.PausedUntil = true, true, s.sam.Today().AddDays(14)
	for len(full.Upcoming) < 8 {
		full.Upcoming = append(full.Upcoming, s.longest())
	}
	for len(full.Ended) < 8 {
		full.Ended = append(full.Ended, s.longest())
		full.Unreflected = append(full.Unreflected, s.longest())
		full.Promises = append(full.Promises, s.promise(oneonone.Open, 0))
	}
	home("home/longest", full)
	modal("next/nothing", NextModal(s.sam, Home{}))
	modal("next/planned", NextModal(s.sam, Home{Upcoming: []Talk{s.mine(nil)}}))
	modal("next/invited", NextModal(s.sam, Home{Upcoming: []Talk{s.theirs(nil)}}))
	modal("next/ended", NextModal(s.sam, full))
	modal("list/empty", ListModal(s.sam, List{}))
	list := List{Upcoming: []Talk{s.mine(nil), s.theirs(nil)}, Next: "1781280000:00000000000000000000000000000000"}
	for _, turn := range s.turns() {
		list.Earlier = append(list.Earlier, s.mine(turn.set))
	}
	modal("list/full", ListModal(s.sam, list))
	long := List{Next: list.Next}
	for range 20 {
		t := s.longest()
		t.Mine = false // an invitation takes the most room
		long.Upcoming = append(long.Upcoming, t)
	}
	for range 10 {
		long.Earlier = append(long.Earlier, s.longest())
	}
	long.More = true
	modal("list/longest", ListModal(s.sam, long))

	set := oneonone.Settings{Rhythm: oneonone.RhythmIn(nil)}
	modal("settings/default", SettingsModal(s.sam, set))
	set.Reach, set.Initials, set.Lead, set.NoInvitations = long150, true, oneonone.LeadOne, true
	set.PausedUntil = s.sam.Today().AddDays(14)
	modal("settings/paused", SettingsModal(s.sam, set))
	home("home/paused", Home{PausedUntil: set.PausedUntil})
	message("welcome", WelcomeMessage(s.sam, "Sam"))
	plan := Offer{Verb: "schedule", With: "Ana", Value: oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "schedule", About: oneonone.ID{4}, More: true}.String()}
	reflect := Offer{Verb: "reflect", Does: "Note what you want to remember of a talk, or read it again. Only you can see it", Value: "verb-reflect"}
	message("typed/plan", OfferMessage(s.sam, Offer{Verb: "schedule", Value: "verb-schedule"}))
	message("typed/plan_with", OfferMessage(s.sam, plan))
	message("typed/other", OfferMessage(s.sam, reflect))
	reflect.With = s.longest().With
	message("typed/other_longest", KeptBySlack(s.sam, OfferMessage(s.sam, reflect)))
	message("typed/slip", MeantMessage(s.sam, plan))
	message("typed/nothing", HintMessage(s.sam))
	message("typed/nothing_more", KeptBySlack(s.sam, HintMessage(s.sam)))
	message("typed/unheard", UnheardMessage(s.ana, "Sam"))
	message("quiet", QuietMessage(s.sam))
	message("help", HelpMessage(s.sam, "", []HelpLine{{"/1on1", "What's next for you"}, {"/1on1 list", "All your talks, those to come and those that were"}}))
	message("help/unknown", HelpMessage(s.sam, s.sam.Say("I don't know that word. Here is what I do know:"), []HelpLine{{"/1on1", "What's next for you"}}))
	message("problem", ProblemMessage(s.sam.Say("This talk is still to come.")))
	modal("help/said", SaidModal(s.sam, HelpMessage(s.sam, "", []HelpLine{{"/1on1", "What's next for you"}})))
	third := PrepModal(s.sam, s.mine(nil), oneonone.LastTime{}, nil, s.notes, nil)
	modal("problem/told", Told(slack.View{
		Title: third.Title, Submit: third.Submit, Close: third.Close, CallbackID: third.CallbackID, PrivateMetadata: third.PrivateMetadata,
		Blocks: third.Blocks,
	}, s.sam.Say("This talk is still to come.")))
	modal("problem", ProblemModal(s.sam, s.sam.Say("This talk is still to come.")))

	coachSamples(s, modal)
	practiceSamples(s, modal)

	modal("longest/schedule", ScheduleModal(s.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: s.longest().Plan}))
	modal("longest/tell", TellModal(s.sam, s.longest(), s.ana, long150))
	modal("longest/prep", PrepModal(s.sam, s.longest(), longestLast(s), nil, longestNotes(), oneonone.Questions(oneonone.Recruitment)[:3]))
	modal("longest/reflect", ReflectionModal(s.sam, s.longest(), oneonone.Reflection{Remember: long3000, Promise: long300, WrittenAt: s.sam.now}, longestNotes(), ""))
	message("longest/invitation", InvitationMessage(s.ana, s.longest(), false))
	message("longest/prep", PrepMessage(s.sam, s.longest(), oneonone.Questions(oneonone.Recruitment)[:3], false, false))
	askSamples(s, modal, message)
	return out
}
