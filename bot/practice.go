package bot

import (
	"context"
	"strconv"

	"oneonone"
	"oneonone/bot/views"
)

// practiceFor is how long `/1on1 practice` begins with the same situations, in
// seconds: two who practise together have the same.
const practiceFor = 600

// practice begins three short rounds. Nothing of them is stored, so it needs
// nothing but the time.
func (b *Bot) practice(_ context.Context, q *request) (reply, error) {
	turn := int(q.now.Unix() / practiceFor)
	ask, _, _ := oneonone.Practices().Round(turn)
	return opens(views.PracticeAskModal(q.r, turn, ask))
}

// practiceTurn is the turn in the window; any number is one.
func (q *request) practiceTurn() int {
	turn, _ := strconv.Atoi(q.view.PrivateMetadata)
	return turn
}

// submitPracticeAsk has the coach answer.
func (b *Bot) submitPracticeAsk(_ context.Context, q *request) (reply, error) {
	turn := q.practiceTurn()
	ask, _, _ := oneonone.Practices().Round(turn)
	words, refused := oneonone.CheckTry(q.field(string(oneonone.FieldTry)).Value)
	if refused != nil {
		return reply{}, refused
	}
	said := oneonone.Coach(oneonone.Proposal{What: ask.What, Words: words}, q.r.Zone())
	return updates(views.PracticeAskedModal(q.r, turn, ask, words, said))
}

// submitPracticeAsked goes on to a no.
func (b *Bot) submitPracticeAsked(_ context.Context, q *request) (reply, error) {
	turn := q.practiceTurn()
	_, no, _ := oneonone.Practices().Round(turn)
	return updates(views.PracticeNoModal(q.r, turn, no))
}

// submitPracticeNo says which no it was.
func (b *Bot) submitPracticeNo(_ context.Context, q *request) (reply, error) {
	turn := q.practiceTurn()
	_, no, _ := oneonone.Practices().Round(turn)
	chosen := oneonone.NoKind(q.field(string(oneonone.FieldNo)).SelectedOption.Value)
	return updates(views.PracticeHeardModal(q.r, turn, no, chosen))
}

// submitPracticeHeard goes on to a moment in which something is to be done.
func (b *Bot) submitPracticeHeard(_ context.Context, q *request) (reply, error) {
	turn := q.practiceTurn()
	_, _, next := oneonone.Practices().Round(turn)
	return updates(views.PracticeMoveModal(q.r, turn, next))
}

// submitPracticeMove says what may come of it.
func (b *Bot) submitPracticeMove(_ context.Context, q *request) (reply, error) {
	turn := q.practiceTurn()
	_, _, next := oneonone.Practices().Round(turn)
	chosen := next.Best()
	if n, err := strconv.Atoi(q.field(string(oneonone.FieldMoved)).SelectedOption.Value); err == nil && n >= 0 && n < len(next.Moves) {
		chosen = next.Moves[n]
	}
	return updates(views.PracticeMovedModal(q.r, turn, next, chosen))
}

// submitPracticeMoved begins another round, with the situations after these.
func (b *Bot) submitPracticeMoved(_ context.Context, q *request) (reply, error) {
	turn := q.practiceTurn() + 1
	ask, _, _ := oneonone.Practices().Round(turn)
	return updates(views.PracticeAskModal(q.r, turn, ask))
}
