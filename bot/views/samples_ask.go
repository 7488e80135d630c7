package views

import (
	"maps"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
)

// askSamples are the screens and messages of asks.
func askSamples(s *sampler, modal func(string, slack.ModalViewRequest), message func(string, Message)) {
	event := oneonone.Proposal{
		What: oneonone.Event, Words: "Will you welcome people at the door on 14 June at 18:30?",
		At: time.Date(2026, time.June, 14, 16, 30, 0, 0, time.UTC), Where: "The library, side door", Why: "People come back where somebody knows their name.",
		IfTime: "The same on 28 June", IfThing: "Cooking for the meeting",
	}
	role := oneonone.Proposal{What: oneonone.Role, Words: "Will you be the contact for the third floor?", Starts: oneonone.Date{Year: 2026, Month: time.June, Day: 15}, Involves: "Two hours a week, until autumn"}
	ask := func(p oneonone.Proposal, set func(*oneonone.Ask)) Ask {
		a := oneonone.Ask{ID: oneonone.ID{8}, Chain: oneonone.ID{8}, Version: 1, Proposal: p, CreatedAt: s.sam.now}
		if set != nil {
			set(&a)
		}
		return Ask{Ask: a, With: "Ana", WithFull: "Ana Ruiz", Chain: []oneonone.Ask{a}}
	}
	said := func(r oneonone.Reaction) func(*oneonone.Ask) {
		return func(a *oneonone.Ask) { a.Reaction, a.AnsweredAt = r, s.sam.now }
	}
	on := oneonone.Date{Year: 2026, Month: time.June, Day: 23}
	form := AnswerForm{ConfirmBy: s.sam.Today().AddDays(2), MaybeBack: s.sam.Today().AddDays(3), AskBack: on, IfTime: event.IfTime, IfThing: event.IfThing}
	turn := func(r oneonone.Reaction, notNows int) AnswerForm {
		f := form
		f.Reaction, f.NotNows = r, notNows
		return f
	}

	modal("ask/empty", AskModal(s.sam, AskForm{Proposal: oneonone.Proposal{What: oneonone.Event}}, "{}"))
	modal("ask/event", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Proposal: event, Alternatives: true}, "{}"))
	modal("ask/role", AskModal(s.sam, AskForm{To: "Ana Ruiz", Proposal: role}, "{}"))
	modal("ask/outside", AskModal(s.sam, AskForm{Whom: Whom{Outside: true}, Proposal: event}, "{}"))
	modal("ask/asked", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Asked: true, Proposal: event, Answer: form}, "{}"))
	modal("ask/closed", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Closed: true, Proposal: event}, "{}"))
	modal("ask/next", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Proposal: role, Moves: s.notes, Answer: form}, "{}"))
	long := oneonone.Proposal{What: oneonone.Event, Words: long3000, Where: long150, Why: long300, IfTime: long300, IfThing: long300}
	modal("longest/ask", AskModal(s.sam, AskForm{Whom: Whom{Who: "U0ANA"}, Proposal: long, Alternatives: true}, "{}"))

	forms := map[string]AnswerForm{
		"open":      form,
		"yes":       turn(oneonone.Reaction{Said: oneonone.SaidYes}, 0),
		"maybe":     turn(oneonone.Reaction{Said: oneonone.SaidMaybe}, 0),
		"no":        turn(oneonone.Reaction{Said: oneonone.SaidNo}, 0),
		"not_now":   turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenAgain}, 0),
		"not_now_2": turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow}, 1),
		"not_that":  turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat, Then: oneonone.ThenOffered}, 0),
		"not_ever":  turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver, NoContact: true}, 0),
		"no_idea":   turn(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell}, 0),
	}
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		modal("answer/"+name+"_modal", AnswerModal(s.sam, ask(event, nil), forms[name], "{}"))
	}

	yes, maybe := said(oneonone.Reaction{Said: oneonone.SaidYes}), said(oneonone.Reaction{Said: oneonone.SaidMaybe, Back: on, WouldTake: "Somebody to stand there with her."})
	notNow := said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotNow, Then: oneonone.ThenAgain, Back: on})
	notThat := said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat, Then: oneonone.ThenOffered})
	came := func(a *oneonone.Ask) { yes(a); a.Outcome = oneonone.Came }
	cards := map[string]Ask{
		"ready": ask(event, nil), "role": ask(role, nil), "yes": ask(event, yes), "yes_role": ask(role, yes), "maybe": ask(event, maybe), "not_now": ask(event, notNow), "not_that": ask(event, notThat),
		"came": ask(event, came), "started": ask(role, came),
		"did_not":     ask(event, func(a *oneonone.Ask) { yes(a); a.Outcome = oneonone.DidNotCome }),
		"did_not_yet": ask(role, func(a *oneonone.Ask) { yes(a); a.Outcome = oneonone.DidNotCome }),
		"not_ever":    ask(event, said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotEver})),
		"cannot_tell": ask(event, said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.CannotTell})),
		"left":        ask(event, said(oneonone.Reaction{Said: oneonone.SaidNo, No: oneonone.NotThat})),
		"followed":    ask(event, func(a *oneonone.Ask) { notThat(a); a.Followed = true }),
		"withdrawn":   ask(event, func(a *oneonone.Ask) { a.Withdrawn = oneonone.ID{9} }),
		"offered":     ask(event, func(a *oneonone.Ask) { yes(a); a.Unasked = true }),
	}
	longest := ask(long, maybe)
	longest.WouldTake, longest.WithFull = long300, long150
	chain := []oneonone.Ask{cards["not_now"].Ask, cards["not_that"].Ask, cards["came"].Ask}
	for i := range chain {
		chain[i].Chain = chain[0].ID
	}
	last := cards["came"]
	last.Chain = chain
	cards["chain"], cards["longest"] = last, longest
	for _, name := range slices.Sorted(maps.Keys(cards)) {
		modal("ask_card/"+name, AskCardModal(s.sam, cards[name], ""))
	}
	modal("ask_card/saved", AskCardModal(s.sam, cards["ready"], s.sam.Say("Saved. Only you can read it.")))
	modal("answer/say_yes", SayYesModal(s.sam, cards["yes"], s.ana, true, "{}"))
	modal("answer/say_yes_role", SayYesModal(s.sam, cards["yes_role"], s.ana, true, "{}"))
	outside := cards["yes"]
	outside.Reach = "555 0134, after six"
	modal("answer/say_yes_outside", SayYesModal(s.sam, outside, s.sam, false, "{}"))
	modal("answer/say_yes_open", SayYesModal(s.sam, ask(oneonone.Proposal{What: oneonone.Event, Words: "Cook for us"}, yes), s.sam, false, "{}"))
	modal("answer/thanks", ThanksModal(s.sam, cards["not_ever"]))
	modal("ask/moved", MoveAskModal(s.sam, cards["yes"], "{}"))
	modal("ask/not_yet", MoveAskModal(s.sam, cards["yes_role"], "{}"))
	message("word", WordMessage(s.ana, "Sam", "Sam Okoro", "So glad. Sun 14 June, 18:30, The library, side door. I'm counting on you."))
	message("word/unsaid", UnsaidMessage(s.sam, "Ana"))
	message("word/longest", WordMessage(s.ana, "Sam", long150, long300))

	questions := oneonone.Questions(oneonone.Recruitment)[:oneonone.QuestionsPerTalk]
	modal("prep/ask", PrepModal(s.sam, s.mine(nil), oneonone.LastTime{}, []Ask{cards["ready"], cards["cannot_tell"]}, nil, questions))
	modal("ask/door", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Talk: "1", Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: form}, "{}"))
	modal("ask/unasked", AskModal(s.sam, AskForm{To: "Ana Ruiz", Asked: true, Unasked: true, Proposal: oneonone.Proposal{What: oneonone.Event}, Answer: turn(oneonone.Reaction{Said: oneonone.SaidYes}, 0)}, "{}"))
	modal("turnout/empty", *TurnoutModal(s.sam, 0, oneonone.ShowRate{}))
	modal("turnout/half", *TurnoutModal(s.sam, 20, oneonone.ShowRate{Came: 2, Known: 3, Yeses: 4, Answers: 9}))
	modal("turnout/own", *TurnoutModal(s.sam, 20, oneonone.ShowRate{Came: 7, Known: 10, Yeses: 12, Answers: 30}))
	modal("asks/empty", AsksModal(s.sam, Asks{Filter: AsksOpen}))
	modal("asks/none", AsksModal(s.sam, Asks{Filter: string(oneonone.NotEver)}))
	modal("asks/open", AsksModal(s.sam, Asks{Filter: AsksOpen, Sections: []AsksSection{
		{Filter: AsksDue, Asks: []Ask{cards["maybe"]}}, {Filter: string(oneonone.NeedToAsk), Asks: []Ask{cards["ready"]}, More: true},
		{Filter: string(oneonone.NeedWaiting), Asks: []Ask{cards["not_now"]}}, {Filter: string(oneonone.NeedComing), Asks: []Ask{cards["yes"]}},
	}}))
	full := AsksSection{Filter: AsksAll}
	for range 10 {
		full.Asks = append(full.Asks, longest)
	}
	modal("longest/asks", AsksModal(s.sam, Asks{Filter: AsksAll, Sections: []AsksSection{full}, Next: "all-9223372036854775807:1781000000:" + oneonone.ID{1}.String()}))

	lines := map[string]MorningItem{
		"get_back":      {Kind: oneonone.NudgeGetBack, Ask: cards["maybe"]},
		"still_on":      {Kind: oneonone.NudgeStillOn, Ask: cards["yes"]},
		"came":          {Kind: oneonone.NudgeCame, Ask: cards["yes"]},
		"started":       {Kind: oneonone.NudgeCame, Ask: cards["yes_role"]},
		"get_back_done": {Kind: oneonone.NudgeGetBack, Ask: cards["yes"]},
		"came_done":     {Kind: oneonone.NudgeCame, Ask: cards["came"]},
		"came_moved":    {Kind: oneonone.NudgeCame, Ask: cards["yes"], Superseded: true},
	}
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		message("morning/ask_"+name, MorningMessage(s.sam, "Sam", s.sam.now, []MorningItem{lines[name]}))
	}
}
