package views

import (
	"maps"
	"slices"
	"time"

	"oneonone"
)

// askSampler has the sample asks.
type askSampler struct {
	*gallery
	event, role, long oneonone.Proposal
	form              AnswerForm
	cards             map[string]Ask
}

func newAskSampler(g *gallery) *askSampler {
	on := oneonone.Date{Year: 2026, Month: time.June, Day: 23}
	s := &askSampler{
		gallery: g,
		event: oneonone.Proposal{
			What: oneonone.Event, Words: "Will you welcome people at the door on 14 June at 18:30?",
			At: time.Date(2026, time.June, 14, 16, 30, 0, 0, time.UTC), Where: "The library, side door", Why: "People come back where somebody knows their name.",
			IfTime: "The same on 28 June", IfThing: "Cooking for the meeting",
		},
		role: oneonone.Proposal{What: oneonone.Role, Words: "Will you be the contact for the third floor?", Starts: oneonone.Date{Year: 2026, Month: time.June, Day: 15}, Involves: "Two hours a week, until autumn"},
		long: oneonone.Proposal{What: oneonone.Event, Words: long3000, Where: long150, Why: long300, IfTime: long300, IfThing: long300},
	}
	s.form = AnswerForm{ConfirmBy: g.sam.Today().AddDays(2), MaybeBack: g.sam.Today().AddDays(3), AskBack: on, IfTime: s.event.IfTime, IfThing: s.event.IfThing}

	yes, maybe := s.said(oneonone.Reaction{Said: oneonone.SaidYes}), s.said(oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on, WouldTake: "Somebody to stand there with her."})
	notNow := s.said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenAgain, Back: on})
	notThat := s.said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat, Then: oneonone.ThenOffered})
	came := func(a *oneonone.Ask) { yes(a); a.Outcome = oneonone.Came }
	s.cards = map[string]Ask{
		"ready": s.ask(s.event, nil), "role": s.ask(s.role, nil), "yes": s.ask(s.event, yes), "yes_role": s.ask(s.role, yes), "maybe": s.ask(s.event, maybe), "not_now": s.ask(s.event, notNow), "not_that": s.ask(s.event, notThat),
		"came": s.ask(s.event, came), "started": s.ask(s.role, came),
		"did_not":             s.ask(s.event, func(a *oneonone.Ask) { yes(a); a.Outcome = oneonone.DidNotCome }),
		"did_not_yet":         s.ask(s.role, func(a *oneonone.Ask) { yes(a); a.Outcome = oneonone.DidNotCome }),
		"not_ever":            s.ask(s.event, s.said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver})),
		"cannot_tell":         s.ask(s.event, s.said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell})),
		"left":                s.ask(s.event, s.said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat})),
		"cannot_tell_offered": s.ask(s.event, s.said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell, Then: oneonone.ThenOffered})),
		"followed":            s.ask(s.event, func(a *oneonone.Ask) { notThat(a); a.Followed = true }),
		"withdrawn":           s.ask(s.event, func(a *oneonone.Ask) { a.Withdrawn = oneonone.ID{9} }),
		"offered":             s.ask(s.event, func(a *oneonone.Ask) { yes(a); a.Unasked = true }),
	}
	over := s.event
	over.At = s.sam.now.Add(-time.Hour)
	s.cards["lapsed"], s.cards["maybe_over"] = s.ask(over, nil), s.ask(over, maybe)
	gone := func(a *oneonone.Ask) { a.Later = oneonone.Later{About: oneonone.NudgePassed} }
	s.cards["let_go"], s.cards["maybe_let_go"] = s.ask(over, gone), s.ask(over, func(a *oneonone.Ask) { maybe(a); gone(a) })
	s.cards["not_ever_reopened"] = s.cards["not_ever"]
	closed := s.cards["not_ever"]
	closed.Closed = true
	asked := closed
	asked.Closed, asked.Silent = false, true
	s.cards["silent"] = asked
	unseen := s.cards["came"]
	unseen.Silent = true
	s.cards["came_silent"] = unseen
	s.cards["not_ever"] = closed
	longest := s.ask(s.long, maybe)
	longest.WouldTake, longest.WithFull = long300, long150
	chain := []oneonone.Ask{s.cards["not_now"].Ask, s.cards["not_that"].Ask, s.cards["came"].Ask}
	for i := range chain {
		chain[i].Chain = chain[0].ID
	}
	last := s.cards["came"]
	last.Chain = chain
	s.cards["chain"], s.cards["longest"] = last, longest
	confirmed := s.cards["yes"]
	confirmed.Confirmed = g.sam.now
	s.cards["confirmed"] = confirmed
	return s
}

// ask is an ask of Ana.
func (s *askSampler) ask(p oneonone.Proposal, set func(*oneonone.Ask)) Ask {
	a := oneonone.Ask{ID: oneonone.ID{8}, Chain: oneonone.ID{8}, Version: 1, Proposal: p, CreatedAt: s.sam.now}
	if set != nil {
		set(&a)
	}
	return Ask{Ask: a, With: "Ana", WithFull: "Ana Ruiz", Chain: []oneonone.Ask{a}}
}

func (s *askSampler) said(r oneonone.Reaction) func(*oneonone.Ask) {
	return func(a *oneonone.Ask) { a.Reaction, a.AnsweredAt = r, s.sam.now }
}

func (s *askSampler) turn(r oneonone.Reaction, notNows int) AnswerForm {
	f := s.form
	f.Reaction, f.NotNows = r, notNows
	return f
}

// askSamples are the window of an ask.
func askSamples(g *gallery) {
	s := newAskSampler(g)
	s.modal("ask/empty", AskModal(s.sam, AskForm{Proposal: oneonone.Proposal{What: oneonone.Event}}, "{}"))
	s.modal("ask/event", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Proposal: s.event, Alternatives: true}, "{}"))
	s.modal("ask/role", AskModal(s.sam, AskForm{To: "Ana Ruiz", Proposal: s.role}, "{}"))
	s.modal("ask/outside", AskModal(s.sam, AskForm{Whom: Whom{Outside: true}, Proposal: s.event}, "{}"))
	s.modal("ask/asked", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Asked: true, Proposal: s.event, Answer: s.form}, "{}"))
	s.modal("ask/closed", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Closed: true, Proposal: s.event}, "{}"))
	s.modal("ask/closed_silent", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Closed: true, Silent: true, Proposal: s.event}, "{}"))
	s.modal("ask/silent", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Silent: true, Proposal: s.event}, "{}"))
	s.modal("ask/instead", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Instead: true, Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: s.form}, "{}"))
	s.modal("ask/next", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Proposal: s.role, Moves: s.notes, Answer: s.form}, "{}"))
	s.modal("longest/ask", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Proposal: s.long, Alternatives: true}, "{}"))

	s.modal("ask/door", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Talk: "1", Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: s.form}, "{}"))
	offered := s.ask(s.event, func(a *oneonone.Ask) {
		s.said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat})(a)
		a.Unasked = true
	})
	s.modal("answer/offered_modal", AnswerModal(s.sam, offered, s.turn(offered.Reaction, 0), "{}"))
	s.modal("ask_card/offered_no", AskCardModal(s.sam, offered, ""))
	soon := s.turn(oneonone.Reaction{Said: oneonone.SaidMaybe}, 0)
	soon.Soon, soon.MaybeBack = true, oneonone.Date{}
	s.modal("answer/maybe_soon_modal", AnswerModal(s.sam, s.ask(s.event, nil), soon, "{}"))
	soon.Said = oneonone.SaidYes
	s.modal("answer/yes_soon_modal", AnswerModal(s.sam, s.ask(s.event, nil), soon, "{}"))
	s.modal("answer/told", ToldModal(s.sam, s.mine(nil), []Ask{s.cards["yes"], s.cards["chain"]}))
	most := make([]Ask, 10)
	for i := range most {
		most[i] = s.cards["longest"]
	}
	s.modal("longest/told", ToldModal(s.sam, s.longest(), most))
	door := s.form
	door.Talk = "1"
	s.modal("answer/door_modal", AnswerModal(s.sam, s.ask(s.event, nil), door, "{}"))
	s.modal("ask/door_else", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Talk: "1", Else: true, Nth: 1, Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: s.form}, "{}"))
	again := []Ask{s.cards["not_now"], s.cards["maybe"]}
	s.modal("ask/door_pending", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Talk: "1", Nth: 1, Pending: again, Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: s.form}, "{}"))
	s.modal("ask/door_again", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Talk: "1", Again: true, Nth: 1, Proposal: again[0].Proposal, Answer: s.form}, "{}"))
	unasked := AskForm{To: "Ana Ruiz", Asked: true, Unasked: true, Talk: "1", Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: s.turn(oneonone.Reaction{Said: oneonone.SaidYes}, 0)}
	s.modal("ask/unasked", AskModal(s.sam, unasked, "{}"))
	unasked.Else, unasked.Nth = true, 1
	s.modal("ask/unasked_else", AskModal(s.sam, unasked, "{}"))
}

// askAnswerSamples are the answers, and the word after a yes.
func askAnswerSamples(g *gallery) {
	s := newAskSampler(g)
	forms := map[string]AnswerForm{
		"open":      s.form,
		"yes":       s.turn(oneonone.Reaction{Said: oneonone.SaidYes}, 0),
		"maybe":     s.turn(oneonone.Reaction{Said: oneonone.SaidMaybe}, 0),
		"no":        s.turn(oneonone.Reaction{Said: oneonone.SaidNo}, 0),
		"not_now":   s.turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenAgain}, 0),
		"not_now_2": s.turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow}, 1),
		"not_that":  s.turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat, Then: oneonone.ThenOffered}, 0),
		"not_ever":  s.turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver, NoContact: true}, 0),
		"no_idea":   s.turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell}, 0),
	}
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		s.modal("answer/"+name+"_modal", AnswerModal(s.sam, s.ask(s.event, nil), forms[name], "{}"))
	}

	s.modal("answer/say_yes", SayYesModal(s.sam, s.cards["yes"], s.sam.Say("Saved."), s.ana, true, "{}"))
	s.modal("answer/say_yes_role", SayYesModal(s.sam, s.cards["yes_role"], "", s.ana, true, "{}"))
	outside := s.cards["yes"]
	outside.Reach = "555 0134, after six"
	s.modal("answer/say_yes_outside", SayYesModal(s.sam, outside, s.sam.Say("Saved."), s.sam, false, "{}"))
	s.modal("answer/say_yes_open", SayYesModal(s.sam, s.ask(oneonone.Proposal{What: oneonone.Event, Words: "Cook for us"}, s.said(oneonone.Reaction{Said: oneonone.SaidYes})), "", s.sam, false, "{}"))
	for _, name := range []string{"came", "did_not", "started"} {
		s.modal("answer/word_"+name, SayYesModal(s.sam, s.cards[name], "", s.ana, true, "{}"))
	}
	s.modal("answer/say_yes_offered", SayYesModal(s.sam, s.ask(oneonone.Proposal{What: oneonone.Event, Words: "Cook for us"}, func(a *oneonone.Ask) { a.Said, a.Unasked = oneonone.SaidYes, true }), s.sam.Say("Saved."), s.ana, true, "{}"))
	again, moved, begins := s.cards["yes"], s.cards["yes"], s.cards["yes_role"]
	again.Confirmed, moved.Told, begins.Told = s.sam.now, oneonone.Told{Outdated: true, At: moved.At.AddDate(0, 0, -1)}, oneonone.Told{Outdated: true, At: s.sam.now}
	s.modal("answer/word_again", SayYesModal(s.sam, again, "", s.ana, true, "{}"))
	s.modal("answer/word_moved", SayYesModal(s.sam, moved, s.sam.Say("Saved."), s.ana, true, "{}"))
	moved.Told.At = moved.At.Add(-time.Hour)
	s.modal("answer/word_moved_hour", SayYesModal(s.sam, moved, s.sam.Say("Saved."), s.ana, true, "{}"))
	s.modal("answer/word_unsaid", SayYesModal(s.sam, s.cards["yes"], s.sam.Say("Saved.")+" "+WordUnsaid(s.sam, s.cards["yes"], false), s.ana, true, "{}"))
	moved.Told.At = time.Time{}
	s.modal("answer/word_day_set", SayYesModal(s.sam, moved, "", s.ana, true, "{}"))
	moved.Told.At = moved.At
	s.modal("answer/word_changed", SayYesModal(s.sam, moved, "", s.ana, true, "{}"))
	moved.At = time.Time{}
	s.modal("answer/word_day_open", SayYesModal(s.sam, moved, "", s.ana, true, "{}"))
	waits := begins
	waits.Starts = oneonone.Date{}
	s.modal("answer/word_role_open", SayYesModal(s.sam, waits, "", s.ana, true, "{}"))
	s.modal("answer/word_moved_role", SayYesModal(s.sam, begins, s.sam.Say("Saved."), s.ana, false, "{}"))
	s.modal("answer/word_copied", SayYesModal(s.sam, s.cards["came"], "", s.sam, false, "{}"))
	s.modal("answer/thanks", ThanksModal(s.sam, s.cards["not_ever"]))
	s.modal("ask/moved", MoveAskModal(s.sam, s.cards["yes"], "{}"))
	s.modal("ask/not_yet", MoveAskModal(s.sam, s.cards["yes_role"], "{}"))
	s.modal("ask/not_yet_open", MoveAskModal(s.sam, waits, "{}"))
	undated := s.cards["yes"]
	undated.At = time.Time{}
	s.modal("ask/day_open", MoveAskModal(s.sam, undated, "{}"))
	s.modal("ask/word_sent", AskCardModal(s.sam, s.cards["yes"], WordSent(s.sam, "Ana", false, time.Time{})))
	s.modal("ask/word_waits", AskCardModal(s.sam, s.cards["yes"], WordSent(s.sam, "Ana", true, time.Date(2026, time.June, 9, 8, 0, 0, 0, s.ana.zone))))
	from := Talk{With: "Sam", WithFull: "Sam Okoro", WriteTo: "slack://user?team=T0RIVER&id=U0SAM"}
	s.message("word", WordMessage(s.ana, from, "So glad. Sun 14 June, 18:30, The library, side door. I'm counting on you."))
	s.message("word/no_link", WordMessage(s.ana, Talk{With: from.With, WithFull: from.WithFull}, "I'm counting on you."))
	s.message("word/unsaid", UnsaidMessage(s.sam, s.cards["yes"]))
	s.message("word/longest", WordMessage(s.ana, Talk{With: s.longest().With, WithFull: long150, WriteTo: from.WriteTo}, long300))
}

// askCardSamples are asks as they stand.
func askCardSamples(g *gallery) {
	s := newAskSampler(g)
	for _, name := range slices.Sorted(maps.Keys(s.cards)) {
		s.modal("ask_card/"+name, AskCardModal(s.sam, s.cards[name], ""))
	}
	s.modal("ask_card/saved", AskCardModal(s.sam, s.cards["ready"], s.sam.Say("Saved. Only you can read it.")))
	questions := oneonone.Questions(oneonone.Recruitment)[:oneonone.QuestionsPerTalk]
	notEver := s.mine(func(m *oneonone.Meeting) { m.Kind = oneonone.Escalation })
	notEver.NoAsks = true
	s.modal("prep/not_ever", PrepModal(s.sam, notEver, oneonone.LastTime{}, nil, nil, questions))
	s.message("prep/not_ever", PrepMessage(s.sam, notEver, questions, false, false))
	s.modal("prep/taken_up", PrepModal(s.sam, s.mine(nil), oneonone.LastTime{}, []Ask{s.cards["not_now"], s.cards["maybe"]}, nil, questions))
	waiting := make([]Ask, 10) // as many as are looked at
	for i := range waiting {
		waiting[i] = s.cards["longest"]
		waiting[i].Said, waiting[i].No, waiting[i].WouldTake = oneonone.SaidMaybe, "", waiting[i].Why
	}
	s.modal("longest/prep_asks", PrepModal(s.sam, s.longest(), longestLast(s.sampler), waiting, longestNotes(), questions))
	s.modal("longest/door_pending", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Talk: "1", Nth: 1, Pending: waiting, Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: s.form}, "{}"))
	own := s.cards["yes"]
	own.Unsaid = "Bring gloves, and your mother's megaphone. Thursday the 18th!"
	s.modal("answer/word_own", SayYesModal(s.sam, own, s.sam.Say("Saved.")+" "+WordUnsaid(s.sam, own, false), s.ana, true, "{}"))
	s.modal("prep/ask", PrepModal(s.sam, s.mine(nil), oneonone.LastTime{}, []Ask{s.cards["ready"], s.cards["cannot_tell"]}, nil, questions))
}

// askListSamples are the list, the turnout, and the lines of the morning.
func askListSamples(g *gallery) {
	s := newAskSampler(g)
	s.modal("turnout/empty", *TurnoutModal(s.sam, 0, oneonone.ShowRate{}))
	s.modal("turnout/half", *TurnoutModal(s.sam, 20, oneonone.ShowRate{Came: 2, Known: 3, Yeses: 4, Answers: 9}))
	s.modal("turnout/own", *TurnoutModal(s.sam, 20, oneonone.ShowRate{Came: 7, Known: 10, Yeses: 12, Answers: 30}))
	s.modal("asks/empty", AsksModal(s.sam, Asks{Filter: AsksOpen, Never: true}))
	s.modal("asks/guest", AsksModal(s.sam, Asks{Filter: AsksOpen, Never: true, Guest: true}))
	s.modal("asks/none", AsksModal(s.sam, Asks{Filter: string(oneonone.NotEver)}))
	s.modal("asks/settled", AsksModal(s.sam, Asks{Filter: AsksOpen}))
	s.modal("asks/open", AsksModal(s.sam, Asks{Filter: AsksOpen, Sections: []AsksSection{
		{Filter: AsksDue, Asks: []Ask{s.cards["maybe"]}}, {Filter: string(oneonone.NeedToAsk), Asks: []Ask{s.cards["ready"], s.cards["lapsed"]}, More: true},
		{Filter: string(oneonone.NeedWaiting), Asks: []Ask{s.cards["not_now"]}}, {Filter: string(oneonone.NeedComing), Asks: []Ask{s.cards["yes"]}},
	}}))
	full := AsksSection{Filter: AsksAll}
	for range 10 {
		full.Asks = append(full.Asks, s.cards["longest"])
	}
	s.modal("longest/asks", AsksModal(s.sam, Asks{Filter: AsksAll, Sections: []AsksSection{full}, Next: "9223372036854775807:1781000000:" + oneonone.ID{1}.String(), Turned: true}))

	over := s.cards["yes"]
	over.At = s.sam.now
	near, still := s.cards["yes"], s.cards["yes"]
	near.At = s.sam.now.Add(24 * time.Hour)
	still.At, still.Later = near.At, oneonone.Later{About: oneonone.NudgeStillOn, On: oneonone.DateOf(near.At)}
	s.modal("ask_card/near", AskCardModal(s.sam, near, ""))
	s.modal("ask_card/still_on", AskCardModal(s.sam, still, ""))
	lines := map[string]MorningItem{
		"get_back_over": {Kind: oneonone.NudgeGetBack, Ask: s.cards["maybe_over"]},
		"get_back_gone": {Kind: oneonone.NudgeGetBack, Ask: s.cards["maybe_let_go"]},
		"get_back":      {Kind: oneonone.NudgeGetBack, Ask: s.cards["maybe"]},
		"still_on":      {Kind: oneonone.NudgeStillOn, Ask: s.cards["yes"]},
		"still_on_near": {Kind: oneonone.NudgeStillOn, Ask: near},
		"still_on_said": {Kind: oneonone.NudgeStillOn, Ask: still},
		"still_on_over": {Kind: oneonone.NudgeStillOn, Ask: over},
		"came":          {Kind: oneonone.NudgeCame, Ask: s.cards["yes"]},
		"started":       {Kind: oneonone.NudgeCame, Ask: s.cards["yes_role"]},
		"get_back_done": {Kind: oneonone.NudgeGetBack, Ask: s.cards["yes"]},
		"came_done":     {Kind: oneonone.NudgeCame, Ask: s.cards["came"]},
		"came_moved":    {Kind: oneonone.NudgeCame, Ask: s.cards["yes"], Superseded: true},
	}
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		s.message("morning/ask_"+name, MorningMessage(s.sam, "Sam", s.sam.now, []MorningItem{lines[name]}))
	}
}

// overwriteSamples are what somebody asks to have deleted, or what is kept, of asks.
func overwriteSamples(g *gallery) {
	s := newAskSampler(g)
	for _, name := range []string{"maybe", "longest"} {
		s.modal("overwrite/"+name, OverwriteModal(s.sam, s.cards[name], false, "{}"))
	}
	asked := s.promise(oneonone.Open, 0)
	asked.Origin, asked.Words = oneonone.OriginDelete, ""
	asked.Asks = []Ask{s.cards["maybe"], s.cards["not_ever"]}
	s.modal("followup/delete_asks", PromiseModal(s.sam, asked))
	theirs := s.promise(oneonone.Open, 2)
	theirs.Whose = oneonone.Theirs
	asked.Kept, asked.Between = []Talk{s.mine(s.noted)}, []Promise{s.promise(oneonone.Open, -1), theirs}
	s.modal("followup/delete_all", PromiseModal(s.sam, asked))
	asked.Origin = oneonone.OriginKept
	s.modal("followup/kept_all", PromiseModal(s.sam, asked))
	longest := s.promise(oneonone.Open, -1)
	longest.With = s.longest().With
	asked.With, asked.More, asked.MoreAsks = longest.With, true, true
	asked.Kept, asked.Asks, asked.Between = slices.Repeat([]Talk{s.longest()}, 20), slices.Repeat([]Ask{s.cards["longest"]}, 20), slices.Repeat([]Promise{longest}, 20)
	s.modal("longest/request", PromiseModal(s.sam, asked))
}
