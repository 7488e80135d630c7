package views

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"oneonone"
)

// coachSamples are the window of an ask with what the coach says in it.
func coachSamples(s *sampler, modal func(string, slack.ModalViewRequest)) {
	apology := oneonone.Proposal{Words: "Sorry to bother you, but could you maybe welcome people?", At: s.plan.Start, Where: "Café Luz"}
	checked := func(p oneonone.Proposal) AskForm {
		if p.What == "" {
			p.What = oneonone.Event
		}
		said := oneonone.Coach(p, s.sam.zone)
		return AskForm{To: "Ana Ruiz", Proposal: p, Advice: &said}
	}
	for _, one := range []struct {
		name string
		oneonone.Proposal
	}{
		{"nothing", oneonone.Proposal{}},
		{"clear", oneonone.Proposal{Words: "Will you welcome people at the door on Saturday at six, because they know your face?"}},
		{"clear_role", oneonone.Proposal{What: oneonone.Role, Words: "Will you be our treasurer from January? Nobody else reads a budget for fun."}},
		{"apology", apology},
		{"vague", oneonone.Proposal{Words: "Can you help out?"}},
		{"wish", oneonone.Proposal{Words: "It would be great if you could come to the hall on Saturday."}},
		{"could", oneonone.Proposal{Words: "Will you come to the meeting?"}},
		{"longest", oneonone.Proposal{Words: "Perhaps" + strings.Repeat("\u0301", oneonone.MaxNote-20) + " <channel>?"}},
	} {
		modal("coach/"+one.name, AskModal(s.sam, checked(one.Proposal), "{}"))
	}
	before := apology.Words
	apology.Words = oneonone.Coach(apology, s.sam.zone).Remarks[0].Try
	taken := checked(apology)
	taken.Before, taken.Turn = before, 1
	modal("coach/taken", AskModal(s.sam, taken, "{}"))
	taken.Before = long3000
	modal("coach/taken_longest", AskModal(s.sam, taken, "{}"))
}

// practiceSamples are the three rounds.
func practiceSamples(s *sampler, modal func(string, slack.ModalViewRequest)) {
	for turn := range oneonone.PracticeLeast {
		ask, no, next := oneonone.Practices().Round(turn)
		n := strconv.Itoa(turn + 1)
		modal("practice/ask_"+n, PracticeAskModal(s.sam, turn, ask))
		modal("practice/no_"+n, PracticeNoModal(s.sam, turn, no))
		modal("practice/move_"+n, PracticeMoveModal(s.sam, turn, next))
	}
	ask, no, move := oneonone.Practices().Round(0)
	for _, try := range []struct{ name, words string }{{"as_it_is", ask.Ask}, {"well", ask.Good}, {"nothing", ""}, {"longest", long300}} {
		said := oneonone.Coach(oneonone.Proposal{What: ask.What, Words: try.words}, s.sam.zone)
		modal("practice/asked_"+try.name, PracticeAskedModal(s.sam, 0, ask, try.words, said))
	}
	for _, chosen := range oneonone.NoKinds {
		modal("practice/heard_"+string(chosen), PracticeHeardModal(s.sam, 0, no, chosen))
	}
	for i, m := range move.Moves {
		modal("practice/moved_"+strconv.Itoa(i+1), PracticeMovedModal(s.sam, 0, move, m))
	}
}
