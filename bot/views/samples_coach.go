package views

import (
	"strconv"
	"strings"

	"oneonone"
)

// coachSamples are the window of an ask with what the coach says in it.
func coachSamples(g *gallery) {
	apology := oneonone.Proposal{Words: "Sorry to bother you, but could you maybe welcome people?", At: g.plan.Start, Where: "Café Luz"}
	checked := func(p oneonone.Proposal) AskForm {
		if p.What == "" {
			p.What = oneonone.Event
		}
		said := oneonone.Coach(p, g.sam.zone)
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
		g.modal("coach/"+one.name, AskModal(g.sam, checked(one.Proposal), "{}"))
	}
	before := apology.Words
	apology.Words = oneonone.Coach(apology, g.sam.zone).Remarks[0].Try
	taken := checked(apology)
	taken.Before, taken.Turn = []string{before}, 1
	g.modal("coach/taken", AskModal(g.sam, taken, "{}"))
	taken.Before = []string{long3000, before}
	g.modal("coach/taken_longest", AskModal(g.sam, taken, "{}"))
	taken.Asked, taken.Before = true, []string{before}
	g.modal("coach/taken_asked", AskModal(g.sam, taken, "{}"))
}

// practiceSamples are the three rounds.
func practiceSamples(g *gallery) {
	for turn := range oneonone.PracticeLeast {
		ask, no, next := oneonone.Practices().Round(turn)
		n := strconv.Itoa(turn + 1)
		g.modal("practice/ask_"+n, PracticeAskModal(g.sam, turn, ask))
		g.modal("practice/no_"+n, PracticeNoModal(g.sam, turn, no))
		g.modal("practice/move_"+n, PracticeMoveModal(g.sam, turn, next))
	}
	ask, no, move := oneonone.Practices().Round(0)
	for _, try := range []struct{ name, words string }{{"as_it_is", ask.Ask}, {"well", ask.Good}, {"nothing", ""}, {"longest", long300}} {
		said := oneonone.Coach(oneonone.Proposal{What: ask.What, Words: try.words}, g.sam.zone)
		g.modal("practice/asked_"+try.name, PracticeAskedModal(g.sam, 0, ask, try.words, said))
	}
	for _, chosen := range oneonone.NoKinds {
		g.modal("practice/heard_"+string(chosen), PracticeHeardModal(g.sam, 0, no, chosen))
	}
	for i, m := range move.Moves {
		g.modal("practice/moved_"+strconv.Itoa(i+1), PracticeMovedModal(g.sam, 0, move, m))
	}
}
