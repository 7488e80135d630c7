package views

import (
	"slices"
	"strings"
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
//
// They are put together by topic: in one function the compiler would note at each
// of its hundreds of calls which of its variables live, a megabyte of notes.
func Samples() []Sample {
	g := &gallery{sampler: newSampler()}
	for _, add := range []func(*gallery){
		planSamples, changeSamples, missedSamples, turnSamples, invitationSamples, aboutSamples, answerSamples, prepSamples, reflectionSamples,
		followupSamples, morningSamples, morningFollowupSamples, morningLaterSamples, morningTalkSamples,
		homeSamples, listSamples, settingsSamples, typedSamples, helpSamples, coachSamples, practiceSamples, longestSamples,
		askSamples, askAnswerSamples, askCardSamples, askListSamples, overwriteSamples,
	} {
		add(g)
	}
	return g.samples
}

// gallery is where samples are gathered.
type gallery struct {
	*sampler
	samples []Sample
}

func (g *gallery) modal(name string, v slack.ModalViewRequest) {
	g.samples = append(g.samples, Sample{name, "modal", v})
}

func (g *gallery) message(name string, m Message) {
	g.samples = append(g.samples, Sample{name, "message", m})
}

func (g *gallery) home(name string, h Home) {
	g.samples = append(g.samples, Sample{name, "home", HomeView(g.sam, h)})
}

// planSamples are the plan of a talk.
func planSamples(g *gallery) {
	g.modal("schedule/empty", ScheduleModal(g.sam, Schedule{Plan: oneonone.Plan{
		Start: g.plan.Start, Kind: oneonone.Recruitment, Length: 45 * time.Minute, Notice: oneonone.NoticeInvite,
	}}))
	g.modal("schedule/noted", Noted(g.sam.Say("That's an app. Choose a person."), ScheduleModal(g.sam, Schedule{Plan: g.plan})))
	g.modal("schedule/filled", ScheduleModal(g.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: g.plan}))
	next := g.plan
	next.Kind, next.AskComing = oneonone.Escalation, true
	g.modal("schedule/next_step", ScheduleModal(g.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: next}))
	g.modal("schedule/outside", ScheduleModal(g.sam, Schedule{Whom: Whom{Outside: true}, Plan: g.plan}))
	g.modal("schedule/outside_again", ScheduleModal(g.sam, Schedule{Whom: Whom{Outside: true, People: g.people(), Known: g.people()[0].ID}, Plan: g.plan}))
	g.modal("schedule/outside_new", ScheduleModal(g.sam, Schedule{Whom: Whom{Outside: true, People: g.people()}, Plan: g.plan}))
	g.modal("schedule/two_times", ScheduleModal(g.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Two: true, Plan: g.two(g.plan)}))
	for _, w := range []oneonone.Warning{
		{Kind: oneonone.WarnInvited, At: g.plan.Start}, {Kind: oneonone.WarnSuggested, At: g.plan.Start}, {Kind: oneonone.WarnDeclined, At: g.plan.Start}, {Kind: oneonone.WarnPlanned, At: g.plan.Start}, {Kind: oneonone.WarnWaits, At: g.plan.Start}, {Kind: oneonone.WarnOverlap, At: g.plan.Start},
		{Kind: oneonone.WarnHour, At: g.plan.Start}, {Kind: oneonone.WarnFar, At: g.plan.Start, Days: 19},
	} {
		g.modal("schedule/warning_"+string(w.Kind), ScheduleModal(g.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: g.plan, Warning: WarningWords(g.sam, w, "Ana", g.ana.zone)}))
	}
	coming := g.mine(nil)
	g.modal("schedule/warning_hour_both", ScheduleModal(g.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: g.plan,
		Warning: WarningWords(g.sam, oneonone.Warning{Kind: oneonone.WarnHour, At: g.plan.Start, Both: true}, "Ana", g.ana.zone)}))
	g.modal("log/empty", LogModal(g.sam, Log{Start: g.sam.now, Kind: oneonone.Recruitment}))
	g.modal("log/sooner", LogModal(g.sam, Log{Whom: Whom{Who: "U0ANA"}, Start: g.sam.now, Kind: oneonone.Recruitment, Coming: &coming}))
	g.modal("held_at", HeldAtModal(g.sam, g.mine(g.suggested), g.sam.now))
	g.modal("log/outside", LogModal(g.sam, Log{Whom: Whom{Outside: true, People: g.people()}, Start: g.sam.now, Kind: oneonone.Recruitment}))
	g.modal("schedule/tell_outside", TellModal(g.sam, g.outside(), false, g.sam, "555 0199"))
	g.message("planned/outside", PlannedMessage(g.sam, g.outside(), false))
	g.message("prep/outside", PrepMessage(g.sam, g.outside(), nil, false, false))
	g.modal("schedule/tell", TellModal(g.sam, g.mine(g.tell), false, g.ana, ""))
	g.modal("schedule/tell_again", TellModal(g.sam, g.mine(func(m *oneonone.Meeting) { g.tell(m); m.Word = "I'm so sorry, my son was ill" }), false, g.ana, ""))
	g.modal("schedule/tell_changed", TellModal(g.sam, g.mine(func(m *oneonone.Meeting) { g.tell(m); m.Revision, m.Word = 2, "The café is closed that day." }), false, g.ana, ""))
	g.modal("schedule/tell_agreed", TellModal(g.sam, g.mine(func(m *oneonone.Meeting) { m.Answer, m.Word = oneonone.Coming, "The café is closed that day." }), true, g.ana, ""))
}

// changeSamples are a change, and a calling off.
func changeSamples(g *gallery) {
	g.modal("change/planned", ChangeModal(g.sam, Change{Talk: g.mine(nil)}, "{}"))
	g.modal("change/word", ChangeModal(g.sam, Change{Talk: g.mine(func(m *oneonone.Meeting) { m.Word = "Ring twice at the side door." })}, "{}"))
	g.modal("change/stopped", ChangeModal(g.sam, Change{Talk: g.mine(nil), Stopped: true}, "{}"))
	away := g.mine(nil)
	away.Left = true
	g.modal("change/left", ChangeModal(g.sam, Change{Talk: away, Stopped: true}, "{}"))
	g.modal("change/stopped_meanwhile", ChangeModal(g.sam, Change{
		Talk: g.mine(nil), Stopped: true, Word: "My mother is ill", Warning: WarningWords(g.sam, oneonone.Warning{Kind: oneonone.WarnFar, Days: 19}, "Ana", g.ana.zone),
	}, "{}"))
	g.modal("change/offer", ChangeModal(g.sam, Change{Talk: g.mine(g.suggested)}, "{}"))
	g.modal("change/two_times", ChangeModal(g.sam, Change{Talk: g.mine(func(m *oneonone.Meeting) { m.Plan = g.two(m.Plan) })}, "{}"))
	g.modal("change/off", ChangeModal(g.sam, Change{Talk: g.mine(g.calledOff)}, "{}"))
	g.modal("change/warning", ChangeModal(g.sam, Change{Talk: g.mine(nil), Warning: WarningWords(g.sam, oneonone.Warning{Kind: oneonone.WarnFar, Days: 19}, "Ana", g.ana.zone)}, "{}"))
	g.modal("call_off/told", CallOffModal(g.sam, CallOff{Talk: g.mine(nil), Told: true, Me: "Sam Okoro", Their: g.ana}, "{}"))
	suggested := g.mine(g.suggested)
	g.modal("call_off/meanwhile", CallOffModal(g.sam, CallOff{Talk: suggested, Told: true, Me: "Sam Okoro", Their: g.ana, Word: "I have the flu.", Warning: Meanwhile(g.sam, suggested)}, "{}"))
	silent := g.mine(func(m *oneonone.Meeting) { m.Answer = oneonone.Coming })
	silent.Silent = true
	g.modal("call_off/said_no", SaidNoModal(g.sam, g.mine(nil), "I have the flu."))
	g.modal("change/said_no", NotChangedModal(g.sam, g.mine(nil), "Sunday, then?"))
	g.modal("call_off/silent", CallOffModal(g.sam, CallOff{Talk: silent, Me: "Sam Okoro", Their: g.ana}, "{}"))
	withdrawn := func(m *oneonone.Meeting) { m.State, m.Why = oneonone.CalledOff, oneonone.WhyNoContact }
	g.message("planned/agreed_no", PlannedMessage(g.sam, g.mine(func(m *oneonone.Meeting) {
		m.Notice, m.State, m.Answer = oneonone.NoticeAgreed, oneonone.Declined, oneonone.NotForMe
	}), false))
	g.message("planned/withdrawn", PlannedMessage(g.sam, g.mine(withdrawn), false))
	g.message("invitation/withdrawn", InvitationMessage(g.ana, g.theirs(withdrawn), false))
	g.modal("call_off/untold", CallOffModal(g.sam, CallOff{Talk: g.mine(nil), Me: "Sam Okoro", Their: g.ana}, "{}"))
	g.modal("call_off/stopped_meanwhile", CallOffModal(g.sam, CallOff{Talk: g.mine(nil), Me: "Sam Okoro", Their: g.ana, Word: "My mother is ill"}, "{}"))
	g.message("called_off", CalledOffMessage(g.ana, g.theirs(g.calledOff), false))
	g.message("called_off/superseded", CalledOffMessage(g.ana, g.theirs(nil), true))
	g.modal("suggest/first", SuggestModal(g.ana, g.theirs(nil), false, "{}"))
	g.modal("suggest/again", SuggestModal(g.ana, g.theirs(g.suggested), false, "{}"))
	g.modal("suggest/yes", SuggestModal(g.ana, g.theirs(g.suggested), true, "{}"))
	changed := func(m *oneonone.Meeting) {
		m.Revision, m.Timed, m.AnsweredRevision, m.Answer, m.Word = 2, 1, 1, oneonone.Coming, "The café is closed that day."
	}
	g.message("invitation/changed", InvitationMessage(g.ana, g.theirs(changed), false))
	g.message("invitation/moved", InvitationMessage(g.ana, g.theirs(func(m *oneonone.Meeting) { m.Revision, m.Timed, m.MovedFrom = 2, 2, m.Start.Add(-24*time.Hour) }), false))
	g.message("invitation/offered", InvitationMessage(g.ana, g.theirs(func(m *oneonone.Meeting) { m.Revision, m.Timed, m.Rounds, m.Word = 2, 2, 1, "Would this do?" }), false))
	g.modal("suggest/take", TakeModal(g.sam, g.mine(g.suggested), WarningWords(g.sam, oneonone.Warning{Kind: oneonone.WarnOverlap, At: g.plan.Start.AddDate(0, 0, 1)}, "Ana", g.ana.zone), "{}"))
	longest := g.longest()
	longest.Suggested = g.plan.Start.AddDate(0, 0, 1)
	g.modal("longest/take", TakeModal(g.sam, longest, WarningWords(g.sam, oneonone.Warning{Kind: oneonone.WarnPlanned, At: g.plan.Start}, longest.With, g.ana.zone), "{}"))
}

// missedSamples are a talk that didn't happen.
func missedSamples(g *gallery) {
	missed := g.mine(func(m *oneonone.Meeting) { m.State = oneonone.Missed })
	g.modal("missed/asked", MissedModal(g.sam, Missed{Talk: missed, Asked: true}, ""))
	g.modal("missed/i", MissedModal(g.sam, Missed{Talk: missed, Asked: true, Why: oneonone.WhyI}, ""))
	g.modal("missed/again", MissedModal(g.sam, Missed{Talk: missed, Asked: true, Why: oneonone.WhyNoShow, Again: g.plan.Start.AddDate(0, 0, 7), Invite: true}, ""))
	replanned := missed
	replanned.Next = g.plan.Start.AddDate(0, 0, 7)
	g.modal("missed/planned", MissedModal(g.sam, Missed{Talk: replanned, Asked: true, Why: oneonone.WhyI}, ""))
	g.modal("missed/heard", MissedModal(g.sam, Missed{Talk: missed, Asked: true, Heard: true, Why: oneonone.WhyI}, ""))
	g.modal("missed/heard_planned", MissedModal(g.sam, Missed{Talk: replanned, Asked: true, Heard: true, Why: oneonone.WhyI}, ""))
	g.modal("missed/outside", MissedModal(g.sam, Missed{Talk: g.outside()}, ""))
	g.modal("missed/warning", MissedModal(g.sam, Missed{Talk: missed, Asked: true, Why: oneonone.WhyI, Again: g.plan.Start.AddDate(0, 0, 7), Invite: true,
		Warning: WarningWords(g.sam, oneonone.Warning{Kind: oneonone.WarnOverlap, At: g.plan.Start.AddDate(0, 0, 7)}, "Ana", g.ana.zone)}, ""))
	g.modal("missed/outside_i", MissedModal(g.sam, Missed{Talk: g.outside(), Why: oneonone.WhyI}, ""))
}

// turnSamples are each turn of a talk.
func turnSamples(g *gallery) {
	for _, turn := range g.turns() {
		g.message("planned/"+turn.name, PlannedMessage(g.sam, g.mine(turn.set), false))
		g.message("invitation/"+turn.name, InvitationMessage(g.ana, g.theirs(turn.set), false))
		g.message("still_good/"+turn.name, StillGoodMessage(g.ana, g.theirs(turn.set), false))
		g.message("after/"+turn.name, AfterMessage(g.sam, g.mine(turn.set), false))
	}
}

// invitationSamples are what else becomes of an invitation.
func invitationSamples(g *gallery) {
	g.message("planned/agreed", PlannedMessage(g.sam, g.mine(g.agreed), false))
	g.message("planned/tell", PlannedMessage(g.sam, g.mine(g.tell), false))
	g.message("planned/superseded", PlannedMessage(g.sam, g.mine(nil), true))
	no := func(m *oneonone.Meeting) { m.State, m.Answer = oneonone.Declined, oneonone.NotForMe }
	g.message("invitation/not_for_me_two_times", InvitationMessage(g.ana, g.theirs(func(m *oneonone.Meeting) { no(m); m.Plan = g.two(m.Plan) }), false))
	passed := func(m *oneonone.Meeting) { no(m); m.Start = g.ana.now }
	g.message("invitation/not_for_me_passed", InvitationMessage(g.ana, g.theirs(passed), false))
	g.message("still_good/not_for_me_passed", StillGoodMessage(g.ana, g.theirs(passed), false))
	g.message("invitation/agreed", InvitationMessage(g.ana, g.theirs(g.agreed), false))
	g.message("invitation/superseded", InvitationMessage(g.ana, g.theirs(nil), true))
	agreed := func(m *oneonone.Meeting) { m.Notice, m.Answer = oneonone.NoticeAgreed, oneonone.Coming }
	g.message("planned/settled", PlannedMessage(g.sam, g.mine(agreed), true))
	g.message("invitation/settled", InvitationMessage(g.ana, g.theirs(agreed), true))
	g.message("answer/settled", AnswerMessage(g.sam, g.mine(agreed), oneonone.AnotherTime, true, false))
	g.message("still_good/superseded", StillGoodMessage(g.ana, g.theirs(nil), true))
	g.message("after/written_down_missed", AfterMessage(g.sam, g.mine(func(m *oneonone.Meeting) { m.State, m.Purpose = oneonone.Missed, "" }), false))
	g.message("after/superseded", AfterMessage(g.sam, g.mine(nil), true))
	g.message("still_good/hour_before", StillGoodMessage(g.ana, g.theirs(func(m *oneonone.Meeting) {
		m.Answer, m.Confirmed, m.HourBefore = oneonone.Coming, true, true
	}), false))
	g.message("hour_before", HourBeforeMessage(g.ana, g.theirs(nil), false, g.plan.Start.Add(-time.Hour)))
	g.message("hour_before/called_off", HourBeforeMessage(g.ana, g.theirs(g.calledOff), false, g.plan.Start.Add(-time.Hour)))
	g.message("hour_before/another_time", HourBeforeMessage(g.ana, g.theirs(g.suggested), false, g.plan.Start.Add(-time.Hour)))
	g.message("hour_before/late", HourBeforeMessage(g.ana, g.theirs(nil), false, g.plan.Start.Add(-40*time.Minute)))
	g.message("hour_before/superseded", HourBeforeMessage(g.ana, g.theirs(nil), true, g.plan.Start.Add(-time.Hour)))
	left := func(set func(*oneonone.Meeting)) Talk {
		t := g.theirs(set)
		t.Left = true
		return t
	}
	coming := func(m *oneonone.Meeting) { m.Answer = oneonone.Coming }
	g.message("invitation/left", InvitationMessage(g.ana, left(nil), false))
	g.message("invitation/left_coming", InvitationMessage(g.ana, left(coming), false))
	g.message("invitation/left_another_time", InvitationMessage(g.ana, left(g.suggested), false))
	g.message("invitation/left_not_for_me", InvitationMessage(g.ana, left(no), false))
	g.message("still_good/left", StillGoodMessage(g.ana, left(coming), false))
	g.message("hour_before/left", HourBeforeMessage(g.ana, left(coming), false, g.plan.Start.Add(-time.Hour)))
	g.modal("about/left", AboutModal(g.ana, left(coming), false, nil))
	g.home("home/left", Home{Upcoming: []Talk{left(coming)}})
}

// aboutSamples are what is said to who asks what is kept.
func aboutSamples(g *gallery) {
	since := func(days int) oneonone.Waiting {
		return oneonone.Waiting{Since: g.ana.now.AddDate(0, 0, -days), Heard: days > 0}
	}
	asked := map[oneonone.Origin]oneonone.Waiting{oneonone.OriginDelete: since(0)}
	yesterday := map[oneonone.Origin]oneonone.Waiting{oneonone.OriginDelete: since(1)}
	both := map[oneonone.Origin]oneonone.Waiting{oneonone.OriginDelete: since(1), oneonone.OriginKept: since(0)}
	g.modal("about/invitations", AboutModal(g.ana, g.theirs(nil), false, nil))
	g.modal("about/no_invitations", AboutModal(g.ana, g.theirs(nil), true, nil))
	g.modal("about/asked", AboutModal(g.ana, g.theirs(nil), false, asked))
	g.modal("about/asked_already", AboutModal(g.ana, g.theirs(nil), false, yesterday))
	g.modal("about/asked_both", AboutModal(g.ana, g.theirs(nil), false, both))
}

// answerSamples are the answers.
func answerSamples(g *gallery) {
	for _, answer := range []oneonone.Answer{oneonone.Coming, oneonone.AnotherTime, oneonone.NotForMe, oneonone.CannotCome} {
		declined := func(m *oneonone.Meeting) {
			switch m.Answer = answer; answer {
			case oneonone.AnotherTime:
				g.suggested(m)
			case oneonone.NotForMe, oneonone.CannotCome:
				m.State = oneonone.Declined
			}
		}
		g.message("answer/"+string(answer), AnswerMessage(g.sam, g.mine(declined), answer, false, false))
		g.message("answer/"+string(answer)+"_superseded", AnswerMessage(g.sam, g.mine(nil), answer, true, false))
		g.message("answer/"+string(answer)+"_returned", AnswerMessage(g.sam, g.mine(nil), answer, false, true))
		g.message("answer/"+string(answer)+"_once_more", AnswerMessage(g.sam, g.mine(func(m *oneonone.Meeting) { m.State = oneonone.Declined }), answer, false, true))
		g.message("answer/"+string(answer)+"_after_all", AnswerMessage(g.sam, g.mine(func(m *oneonone.Meeting) { declined(m); m.Returned, m.Back = 1, true }), answer, false, false))
	}
	twice := func(m *oneonone.Meeting) { g.suggested(m); m.Plan = g.two(m.Plan) }
	g.message("answer/another_time_two_times", AnswerMessage(g.sam, g.mine(twice), oneonone.AnotherTime, false, false))
	g.message("answer/another_time_two_times_after_all", AnswerMessage(g.sam, g.mine(func(m *oneonone.Meeting) { twice(m); m.Returned, m.Back = 1, true }), oneonone.AnotherTime, false, false))
	for _, why := range []string{"stopped", "late", "gone", "unheard", "untold"} {
		g.message("undone/"+why, UndoneMessage(g.sam, g.mine(nil), why, false))
	}
	g.message("undone/superseded", UndoneMessage(g.sam, g.mine(nil), "gone", true))
}

// prepSamples are what comes before a talk.
func prepSamples(g *gallery) {
	for _, k := range oneonone.Kinds {
		of := func(m *oneonone.Meeting) { m.Kind = k }
		questions := oneonone.Questions(k)[:oneonone.QuestionsPerTalk]
		g.modal("prep/"+string(k), PrepModal(g.sam, g.mine(of), oneonone.LastTime{}, nil, nil, questions))
		g.message("prep/"+string(k), PrepMessage(g.sam, g.mine(of), questions, false, false))
	}
	g.modal("prep/again", PrepModal(g.sam, g.mine(nil), g.last, nil, g.notes, oneonone.Questions(oneonone.Recruitment)[:oneonone.QuestionsPerTalk]))
	g.modal("prep/promised", PrepModal(g.sam, g.mine(nil), oneonone.LastTime{Promises: g.last.Promises}, nil, nil, nil))
	g.modal("prep/promised_both_ways", PrepModal(g.sam, g.mine(nil), oneonone.LastTime{Promises: g.bothWays()}, nil, nil, nil))
	g.modal("prep/none", NoPrepModal(g.sam, ""))
	g.modal("prep/none_with", NoPrepModal(g.sam, "<!here>"))
	g.modal("prep/theirs", TheirTalkModal(g.ana, g.theirs(nil), true))
	g.modal("prep/theirs_guest", TheirTalkModal(g.ana, g.theirs(func(m *oneonone.Meeting) { m.Answer = oneonone.Coming }), false))
	g.modal("reflect/theirs", TheirTalkModal(g.ana, g.theirs(g.met), true))
	g.message("prep/stale", PrepMessage(g.sam, g.mine(g.met), nil, true, false))
	g.message("prep/superseded", PrepMessage(g.sam, g.mine(nil), nil, false, true))
	g.modal("late/sent", LateSentModal(g.sam, g.mine(nil)))
	g.modal("late", LateModal(g.sam, g.mine(nil), "Sam", g.ana, ""))
	g.modal("late_told", LateModal(g.sam, g.mine(func(m *oneonone.Meeting) { m.Notice = oneonone.NoticeTell }), "Sam", g.ana, ""))
	for _, how := range oneonone.Lates {
		g.message("late/"+string(how), LateMessage(g.ana, g.theirs(nil), how))
	}
}

// reflectionSamples are what comes after it.
func reflectionSamples(g *gallery) {
	g.modal("reflect/empty", ReflectionModal(g.sam, g.mine(g.met), oneonone.Reflection{}, nil))
	g.modal("reflect/prepared", ReflectionModal(g.sam, g.mine(g.met), oneonone.Reflection{}, g.notes))
	g.modal("reflect/known", WithKnown(g.sam, g.mine(g.met), g.mine(g.met).Meeting, ReflectionModal(g.sam, g.mine(g.met), oneonone.Reflection{}, nil)))
	sooner := g.mine(g.met)
	sooner.Start = sooner.Start.Add(-40 * time.Minute)
	g.modal("reflect/known_sooner", WithKnown(g.sam, sooner, g.mine(nil).Meeting, ReflectionModal(g.sam, sooner, oneonone.Reflection{}, nil)))
	g.modal("reflect/retry", WithRetry(g.sam, g.mine(nil), ReflectionModal(g.sam, g.mine(g.met), oneonone.Reflection{}, nil)))
	told := g.mine(g.met)
	told.Told = true
	g.modal("reflect/told", ReflectionModal(g.sam, told, g.reflection, g.notes))
	g.modal("reflect/written", ReflectionModal(g.sam, g.mine(g.met), g.reflection, g.notes))
	g.modal("reflect/saved", SavedModal(g.sam, g.mine(g.met), oneonone.Reflection{}, nil))
	g.modal("reflect/saved_next", SavedModal(g.sam, g.mine(g.met), g.reflection, g.notes))
	for _, p := range oneonone.Doors {
		g.modal("door/"+string(p), DoorModal(g.sam, g.mine(g.noted), p, nil))
		g.modal("door/"+string(p)+"_saved", DoorSavedModal(g.sam, p))
		g.modal("door/"+string(p)+"_written", DoorModal(g.sam, g.mine(g.noted), p, g.notes))
		g.modal("longest/door_"+string(p), DoorModal(g.sam, g.longest(), p, longestNotes()))
	}
	planned := g.mine(g.met)
	planned.Next = g.sam.now.AddDate(0, 0, 7)
	g.modal("reflect/saved_planned", SavedModal(g.sam, planned, g.reflection, g.notes))
	g.modal("reflect/choose", ChooseTalkModal(g.sam, []Talk{g.mine(g.met), g.mine(g.noted)}, ""))
	g.modal("reflect/none", ChooseTalkModal(g.sam, nil, ""))
	g.modal("reflect/none_with", ChooseTalkModal(g.sam, nil, "Ana"))
}

// followupSamples are follow-ups.
func followupSamples(g *gallery) {
	g.modal("followup/due", PromiseModal(g.sam, g.promise(oneonone.Open, 0)))
	for _, kind := range g.followups() {
		p := g.promise(oneonone.Open, 2)
		kind.set(&p)
		g.modal("followup/"+kind.name, PromiseModal(g.sam, p))
		for _, state := range []oneonone.FollowupState{oneonone.Done, oneonone.Dropped} {
			if p.State = state; state == oneonone.Done || !p.Origin.Request() {
				g.modal("followup/"+kind.name+"_"+string(state), PromiseModal(g.sam, p))
			}
		}
		p.State = oneonone.Open
		if !p.Origin.Request() && p.Origin != oneonone.OriginConfirm {
			g.modal("followup/change_"+kind.name, FollowupModal(g.sam, FollowUp{Task: p.Task(g.sam.zone), Of: &p}))
		}
	}
	task := oneonone.Task{Whose: oneonone.Mine, By: g.sam.Today().AddDays(2)}
	g.modal("followup/new", FollowupModal(g.sam, FollowUp{Task: task}))
	g.modal("followup/new_outside", FollowupModal(g.sam, FollowUp{Whom: Whom{Outside: true, People: g.people()}, Task: task}))
	task.Words, task.How = long3000, oneonone.HowInPerson
	g.modal("followup/new_longest", FollowupModal(g.sam, FollowUp{Whom: Whom{Who: "U0ANA"}, Task: task}))
}

// morningFollowupSamples are follow-ups in the morning.
func morningFollowupSamples(g *gallery) {
	var kinds []MorningItem
	for _, kind := range g.followups() {
		for _, days := range []int{0, 1, -1} {
			p := g.promise(oneonone.Open, days)
			kind.set(&p)
			kinds = append(kinds, MorningItem{Kind: oneonone.NudgeFollowup, Subject: p.ID, Promise: p})
		}
	}
	g.message("morning/followups", MorningMessage(g.sam, "Sam", g.sam.now, kinds[:len(kinds)/2]))
	g.message("morning/more_followups", MorningMessage(g.sam, "Sam", g.sam.now, kinds[len(kinds)/2:]))
	var moved []MorningItem
	for _, kind := range g.followups() {
		p := g.promise(oneonone.Open, 1)
		kind.set(&p)
		moved = append(moved, MorningItem{Kind: oneonone.NudgeFollowup, Subject: p.ID, Promise: p, Superseded: true})
	}
	comes := g.promise(oneonone.Open, 0)
	comes.Origin, comes.Ask, comes.WordComes, comes.Words = oneonone.OriginConfirm, oneonone.ID{7}, true, ""
	g.modal("followup/word_comes", PromiseModal(g.sam, comes))
	g.message("morning/word_comes", MorningMessage(g.sam, "Sam", g.sam.now, []MorningItem{{Kind: oneonone.NudgeFollowup, Promise: comes}}))
	over := g.promise(oneonone.Open, -1)
	over.Origin, over.Ask, over.EventAt, over.Words = oneonone.OriginConfirm, oneonone.ID{7}, g.sam.now, ""
	g.modal("followup/confirm_over", PromiseModal(g.sam, over))
	g.message("morning/followup_over", MorningMessage(g.sam, "Sam", g.sam.now, []MorningItem{{Kind: oneonone.NudgeFollowup, Subject: over.ID, Promise: over}}))
	soon := over
	soon.EventAt = g.sam.now.AddDate(0, 0, 2)
	g.message("morning/followup_soon", MorningMessage(g.sam, "Sam", g.sam.now, []MorningItem{{Kind: oneonone.NudgeFollowup, Subject: soon.ID, Promise: soon}}))
	soon.EventAt = g.sam.now.Add(time.Hour)
	g.modal("followup/confirm_last", PromiseModal(g.sam, soon))
	g.message("morning/followups_moved", MorningMessage(g.sam, "Sam", g.sam.now, moved))
	for i := range kinds {
		if kinds[i].Promise.State = oneonone.Done; i%3 == 1 && !kinds[i].Promise.Origin.Request() {
			kinds[i].Promise.State = oneonone.Dropped
		}
	}
	g.message("morning/followups_closed", MorningMessage(g.sam, "Sam", g.sam.now, kinds[:len(kinds)/2]))
	g.message("morning/more_followups_closed", MorningMessage(g.sam, "Sam", g.sam.now, kinds[len(kinds)/2:]))
}

// morningSamples are the morning message.
func morningSamples(g *gallery) {
	g.message("morning/one", MorningMessage(g.sam, "Sam", g.sam.now, g.every()[1:2]))
	g.message("morning/every", MorningMessage(g.sam, "Sam", g.sam.now, g.every()))
	g.message("morning/answered", MorningMessage(g.sam, "Sam", g.sam.now, []MorningItem{
		{Kind: oneonone.NudgeAfterAgain, Talk: g.mine(g.met)},
		{Kind: oneonone.NudgeReflect, Talk: g.mine(g.noted)},
		{Kind: oneonone.NudgeFollowup, Promise: g.promise(oneonone.Done, 0)},
		{Kind: oneonone.NudgeFollowup, Promise: g.promise(oneonone.Dropped, 0)},
		{Kind: oneonone.NudgeFollowup, Promise: g.promise(oneonone.Open, 1), Superseded: true},
		{Kind: oneonone.NudgeFollowup, Promise: g.promise(oneonone.Open, -1)},
		{Kind: oneonone.NudgeAgain, Talk: g.mine(g.noted), NextOn: g.reflection.NextOn, Again: oneonone.Planned},
		{Kind: oneonone.NudgeAgain, Talk: g.mine(g.noted), NextOn: g.reflection.NextOn, Again: oneonone.Met},
		{Kind: oneonone.NudgeAgain, Talk: g.mine(g.noted), NextOn: g.reflection.NextOn, Again: oneonone.Declined},
		{Kind: oneonone.NudgeAgain, Talk: g.mine(g.noted)},
		{Kind: oneonone.NudgeUnanswered, Talk: g.mine(func(m *oneonone.Meeting) { m.Answer = oneonone.Coming })},
		{Kind: oneonone.NudgeUnanswered, Talk: g.mine(nil), Superseded: true},
		{Kind: oneonone.NudgeSuggested, Talk: g.mine(nil), Superseded: true},
	}))
}

// morningLaterSamples are what was put off.
func morningLaterSamples(g *gallery) {
	said := func(l oneonone.Later, to oneonone.NudgeKind, set func(*oneonone.Meeting)) Talk {
		t := g.mine(set)
		t.Later = oneonone.Later{About: to, On: l.On}
		return t
	}
	for name, l := range map[string]oneonone.Later{"put_off": {On: g.sam.Today().AddDays(2)}, "left": {}, "put_off_long_ago": {On: g.sam.Today()}} {
		items := slices.Clone(g.every())
		items[0].Talk = said(l, oneonone.NudgeAfter, nil)
		items[1].Talk = said(l, oneonone.NudgeReflect, g.met)
		items[3].LaterOn = l.On
		items[4].Talk = said(l, oneonone.NudgeUnanswered, nil)
		items[5].Talk = said(l, oneonone.NudgeSuggested, g.suggested)
		g.message("morning/"+name, MorningMessage(g.sam, "Sam", g.sam.now, items))
		g.message("after/"+name, AfterMessage(g.sam, items[0].Talk, false))
	}
	g.modal("later/paused", LaterModal(g.pausing(), oneonone.Asked{About: oneonone.NudgeAfter, Subject: oneonone.ID{1}, Timed: 1}.String()))
	g.modal("later", LaterModal(g.sam, oneonone.Asked{About: oneonone.NudgeAfter, Subject: oneonone.ID{1}, Timed: 1}.String()))
	soon := slices.Clone(g.every()[4:])
	soon[0].Talk.Start = g.sam.now.AddDate(0, 0, 3)   // too soon for a week
	soon[1].Talk.Suggested = g.sam.now.Add(time.Hour) // too soon for any day
	g.message("morning/soon", MorningMessage(g.sam, "Sam", g.sam.now, soon))
}

// morningTalkSamples are the cards of several talks.
func morningTalkSamples(g *gallery) {
	prep := func(t Talk) MorningItem {
		return MorningItem{Kind: oneonone.NudgePrep, Subject: t.ID, Talk: t, Questions: oneonone.Questions(t.Kind)[:oneonone.QuestionsPerTalk]}
	}
	talks := []MorningItem{prep(g.mine(nil)), prep(g.outside())}
	g.message("morning/talks", MorningMessage(g.sam, "Sam", g.sam.now, talks))
	g.message("morning/talks_and_more", MorningMessage(g.sam, "Sam", g.sam.now, append(slices.Clone(talks), g.every()[2])))
	over, elsewhere, off, open := prep(g.mine(g.met)), prep(g.mine(nil)), prep(g.mine(g.calledOff)), prep(g.mine(g.suggested))
	over.Over, elsewhere.Superseded = true, true
	bare := talks[0]
	bare.Questions = nil
	g.message("morning/talks_changed", MorningMessage(g.sam, "Sam", g.sam.now, []MorningItem{over, elsewhere, off, open, bare}))
	g.message("morning/talks_longest", MorningMessage(g.sam, "Sam", g.sam.now, slices.Repeat([]MorningItem{prep(g.longest())}, morningMost+1)))
	var many []MorningItem
	for range morningMost + 5 {
		many = append(many, g.every()[2])
	}
	g.message("morning/longest", MorningMessage(g.sam, "Sam", g.sam.now, many))
}

// homeSamples are Home, and what is next.
func homeSamples(g *gallery) {
	g.home("home/empty", Home{})
	again := Wish{Talk: g.mine(g.noted), Reflection: oneonone.ID{6}, NextOn: g.reflection.NextOn}
	full := Home{
		Ended: []Talk{g.mine(nil)}, Upcoming: []Talk{g.mine(nil), g.theirs(nil), g.theirs(g.agreed)},
		Unreflected: []Talk{g.mine(g.met)}, Wishes: []Wish{again}, Promises: []Promise{g.promise(oneonone.Open, 0)}, Waiting: 1,
		Closed: []Promise{g.promise(oneonone.Done, 0)},
	}
	g.home("home/full", full)
	g.home("home/longest", fullestHome(g))
	asks := newAskSampler(g)
	soon := func(days int) Ask {
		p := asks.event
		p.At = g.sam.now.Add(time.Hour).AddDate(0, 0, days)
		return asks.ask(p, nil)
	}
	g.home("home/asks", Home{Asks: []Ask{asks.cards["lapsed"], soon(0), soon(1), soon(2), asks.cards["maybe_over"]}})
	g.modal("next/nothing", NextModal(g.sam, Home{}))
	g.modal("next/planned", NextModal(g.sam, Home{Upcoming: []Talk{g.mine(nil)}}))
	g.modal("next/invited", NextModal(g.sam, Home{Upcoming: []Talk{g.theirs(nil)}}))
	g.modal("next/ended", NextModal(g.sam, full))
	g.modal("next/again", NextModal(g.sam, Home{Wishes: []Wish{again}}))
}

// fullestHome has as much of everything as Home ever shows, each where it takes the
// most room.
func fullestHome(g *gallery) Home {
	invitation := g.longest()
	invitation.Mine = false
	due := newAskSampler(g).cards["yes"]
	due.With = invitation.With
	request := g.promise(oneonone.Done, 0)
	request.Origin, request.Words = oneonone.OriginDelete, ""
	return Home{
		Upcoming: slices.Repeat([]Talk{invitation}, HomeMost), Ended: slices.Repeat([]Talk{g.longest()}, HomeMost),
		Unreflected: slices.Repeat([]Talk{g.longest()}, HomeMost), MoreTalks: true,
		Promises: slices.Repeat([]Promise{g.promise(oneonone.Open, 0)}, HomeMost), Waiting: 12, MorePromises: 7,
		Closed: slices.Repeat([]Promise{request}, HomeClosed),
		Asks:   slices.Repeat([]Ask{due}, HomeMost), MoreAsks: true,
		Wishes:  slices.Repeat([]Wish{{Talk: g.longest(), NextOn: g.reflection.NextOn}}, HomeWishes),
		Stopped: true, PausedUntil: g.sam.Today().AddDays(14),
	}
}

// listSamples are the list of talks.
func listSamples(g *gallery) {
	g.modal("list/empty", ListModal(g.sam, List{}))
	list := List{Upcoming: []Talk{g.mine(nil), g.theirs(nil)}, Next: "1781280000:" + oneonone.ID{1}.String()}
	for _, turn := range g.turns() {
		list.Earlier = append(list.Earlier, g.mine(turn.set))
	}
	g.modal("list/guest", ListModal(g.sam, List{Guest: true}))
	g.modal("list/full", ListModal(g.sam, list))
	g.modal("list/turned", ListModal(g.sam, List{Earlier: list.Earlier[:2], Next: list.Next, Turned: true}))
	g.modal("list/last", ListModal(g.sam, List{Earlier: list.Earlier[:2], Turned: true}))
	long := List{Next: list.Next}
	for range 20 {
		t := g.longest()
		t.Mine = false // an invitation takes the most room
		long.Upcoming = append(long.Upcoming, t)
	}
	for range 10 {
		long.Earlier = append(long.Earlier, g.longest())
	}
	long.More = true
	g.modal("list/longest", ListModal(g.sam, long))
}

// settingsSamples are settings.
func settingsSamples(g *gallery) {
	set := oneonone.Settings{Rhythm: oneonone.RhythmIn(nil)}
	g.modal("followups/all", FollowupsModal(g.sam, []Promise{g.promise(oneonone.Open, 0), g.promise(oneonone.Open, 2)}, []Promise{g.promise(oneonone.Done, 0)}, 3))
	g.modal("followups/none", FollowupsModal(g.sam, nil, nil, 0))
	g.modal("followups/longest", FollowupsModal(g.sam, slices.Repeat([]Promise{g.promise(oneonone.Open, 0)}, FollowupsMost), slices.Repeat([]Promise{g.promise(oneonone.Done, 0)}, HomeClosed), 7))
	g.modal("settings/default", SettingsModal(g.sam, set, false))
	g.modal("settings/guest", SettingsModal(g.sam, set, true))
	set.Reach, set.Initials, set.Lead, set.NoInvitations = long150, true, oneonone.LeadOne, true
	set.PausedUntil = g.sam.Today().AddDays(14)
	g.modal("settings/paused", SettingsModal(g.sam, set, false))
	g.home("home/paused", Home{PausedUntil: set.PausedUntil})
}

// typedSamples are what is typed to the bot.
func typedSamples(g *gallery) {
	g.message("welcome", WelcomeMessage(g.sam, "Sam", false))
	g.message("welcome/guest", WelcomeMessage(g.ana, "Ana", true))
	g.home("home/guest", Home{Guest: true, Upcoming: []Talk{g.theirs(nil)}})
	g.home("home/guest_empty", Home{Guest: true})
	g.modal("next/guest", NextModal(g.ana, Home{Guest: true}))
	plan := Offer{Verb: "schedule", With: "Ana", Value: oneonone.Typed{Heard: oneonone.HeardVerb, Verb: "schedule", About: oneonone.ID{4}, More: true}.String()}
	reflect := Offer{Verb: "reflect", Does: "Note what you want to remember of a talk, or read it again. Only you can see it", Value: "verb-reflect"}
	g.message("typed/plan", OfferMessage(g.sam, Offer{Verb: "schedule", Value: "verb-schedule"}))
	g.message("typed/plan_with", OfferMessage(g.sam, plan))
	g.message("typed/other", OfferMessage(g.sam, reflect))
	reflect.With = g.longest().With
	g.message("typed/other_longest", KeptBySlack(g.sam, OfferMessage(g.sam, reflect)))
	g.message("typed/slip", MeantMessage(g.sam, plan))
	g.message("typed/nothing", HintMessage(g.sam, false))
	g.message("typed/nothing_more", KeptBySlack(g.sam, HintMessage(g.sam, false)))
	g.message("typed/unheard", UnheardMessage(g.ana, g.theirs(nil), false, false))
	g.message("typed/late", LateTypedMessage(g.sam))
	g.message("typed/late_outside", LateOutsideMessage(g.sam, g.mine(g.tell)))
	g.modal("call_off/done", CalledOffModal(g.sam, g.mine(g.tell), "Hello Ana, I have to call off our talk."))
	g.message("typed/change", ChangeTypedMessage(g.sam, Offer{Verb: "list", Value: oneonone.Typed{Heard: oneonone.HeardOther, Verb: "list"}.String()}))
	g.message("typed/stop", StopMessage(g.ana, false))
	g.message("typed/thanks", KindMessage(g.ana, oneonone.HeardThanks))
	g.message("typed/hello", KindMessage(g.ana, oneonone.HeardHello))
	g.message("typed/not_late", NotLateMessage(g.ana))
	g.message("typed/nothing_to_change", NothingToChangeMessage(g.ana))
	g.modal("typed/stop_window", StopModal(g.ana, false))
}

// helpSamples are help, and what went wrong.
func helpSamples(g *gallery) {
	g.message("quiet", QuietMessage(g.sam, false))
	g.message("quiet/awake", QuietMessage(g.sam, true))
	g.message("invitation/overlap", OverlapMessage(g.ana, g.theirs(nil).Start))
	g.message("help", HelpMessage(g.sam, "", []HelpLine{{"/1on1", "What's next for you"}, {"/1on1 list", "Your talks to come, and past ones you planned or wrote down"}}))
	g.message("help/typed", HelpMessage(g.sam, TypedHere(g.sam), []HelpLine{{"/1on1", "What's next for you"}}))
	g.message("help/unknown", HelpMessage(g.sam, g.sam.Say("I don't know that word. Here is what I do know:"), []HelpLine{{"/1on1", "What's next for you"}}))
	g.message("problem", ProblemMessage(g.sam.Say("This talk is still to come. `/1on1 list` changes it, or calls it off.")))
	g.modal("help/said", SaidModal(g.sam, HelpMessage(g.sam, "", []HelpLine{{"/1on1", "What's next for you"}})))
	third := PrepModal(g.sam, g.mine(nil), oneonone.LastTime{}, nil, g.notes, nil)
	g.modal("problem/told", Told(slack.View{
		Title: third.Title, Submit: third.Submit, Close: third.Close, CallbackID: third.CallbackID, PrivateMetadata: third.PrivateMetadata,
		Blocks: third.Blocks,
	}, g.sam.Say("This talk is still to come. `/1on1 list` changes it, or calls it off.")))
	g.modal("problem", ProblemModal(g.sam, g.sam.Say("This talk is still to come. `/1on1 list` changes it, or calls it off.")))
}

// longestSamples are the longest of what is above.
func longestSamples(g *gallery) {
	g.modal("longest/schedule", ScheduleModal(g.sam, Schedule{Whom: Whom{Who: "U0ANA"}, Plan: g.longest().Plan}))
	wide := oneonone.Person{ID: oneonone.ID{9}, Name: strings.Repeat("🚌", oneonone.MaxName), Reach: long150}
	g.modal("longest/schedule_known", ScheduleModal(g.sam, Schedule{Whom: Whom{Outside: true, Known: wide.ID, People: []oneonone.Person{wide}}, Plan: g.longest().Plan}))
	g.modal("longest/tell", TellModal(g.sam, g.longest(), false, g.ana, long150))
	again := g.longest()
	again.Word = long300
	g.modal("longest/tell_again", TellModal(g.sam, again, false, g.ana, long150))
	g.modal("longest/prep", PrepModal(g.sam, g.longest(), longestLast(g.sampler), nil, longestNotes(), oneonone.Questions(oneonone.Recruitment)[:3]))
	g.modal("longest/reflect", ReflectionModal(g.sam, g.longest(), oneonone.Reflection{Remember: long3000, Promise: long300, WrittenAt: g.sam.now}, longestNotes()))
	g.message("longest/invitation", InvitationMessage(g.ana, g.longest(), false))
	g.message("longest/prep", PrepMessage(g.sam, g.longest(), oneonone.Questions(oneonone.Recruitment)[:3], false, false))
}

// every is one of each thing a morning message may ask about.
func (s *sampler) every() []MorningItem {
	return []MorningItem{
		{Kind: oneonone.NudgeAfterAgain, Subject: oneonone.ID{1}, Talk: s.mine(nil)},
		{Kind: oneonone.NudgeReflect, Subject: oneonone.ID{1}, Talk: s.mine(s.met)},
		{Kind: oneonone.NudgeFollowup, Subject: oneonone.ID{5}, Promise: s.promise(oneonone.Open, 0)},
		{Kind: oneonone.NudgeAgain, Subject: oneonone.ID{6}, Talk: s.mine(s.noted), NextOn: s.reflection.NextOn},
		{Kind: oneonone.NudgeUnanswered, Subject: oneonone.ID{1}, Talk: s.mine(nil)},
		{Kind: oneonone.NudgeSuggested, Subject: oneonone.ID{1}, Talk: s.mine(s.suggested)},
	}
}
