package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"oneonone"
	"oneonone/bot/views"
)

// reply is what a handler wants shown. It says nothing of envelopes: one
// function acks, exactly once.
type reply struct {
	// update takes the place of the modal that was submitted. Without it the
	// modal closes.
	update *slack.ModalViewRequest
	// open is shown after the ack: a new modal, or one on top of the modal
	// that was pressed in.
	open *slack.ModalViewRequest
	// replace is shown after the ack, in place of the modal pressed in; where
	// nothing was open it opens, and a list stays beneath it, see staysBeneath.
	replace *slack.ModalViewRequest
	// say is for this person alone.
	say *views.Message
	// then finds out after the ack what to show, or does what nobody waits for: what was
	// written needs no screen to be acknowledged.
	then handler
}

func opens(v slack.ModalViewRequest) (reply, error)    { return reply{open: &v}, nil }
func replaces(v slack.ModalViewRequest) (reply, error) { return reply{replace: &v}, nil }
func updates(v slack.ModalViewRequest) (reply, error)  { return reply{update: &v}, nil }

// inPlace shows in place of the modal pressed in what would open; onTop lays on it
// what would take its place.
func inPlace(re reply, err error) (reply, error) { return reply{replace: re.open}, err }
func onTop(re reply, err error) (reply, error)   { return reply{open: re.replace}, err }

// fieldErrors are a form's errors, one a field.
type fieldErrors []*oneonone.Error

func (e fieldErrors) Error() string {
	texts := make([]string, len(e))
	for i, one := range e {
		texts[i] = one.Error()
	}
	return strings.Join(texts, "; ")
}

// asError makes an error of a rule's findings; nil when there are none.
func asError(errs []*oneonone.Error) error {
	if len(errs) == 0 {
		return nil
	}
	return fieldErrors(errs)
}

// sentence is what the person reads about an error, with the next step. What is
// not a rule's own is a fault of ours: it is logged, and they are told that
// their words are safe.
func (b *Bot) sentence(q *request, err error) string {
	if e, ok := errors.AsType[*oneonone.Error](err); ok && e.Sentence.Key != "" {
		return q.r.Sentence(e.Sentence)
	}
	if oneonone.KindOf(err) == oneonone.NotFound {
		return q.r.Say("I can't find that any more. `/1on1` shows what is there.")
	}
	return q.r.Say("Something went wrong on my side, and I've noted it. Please try again; what you saved before is safe.")
}

// ackSubmission acks what was sent off, with what fits into the one ack: of a next
// window too long for it, as much as does, or a word that it comes in a moment.
func (b *Bot) ackSubmission(q *request, re reply, err error, ack func(any)) {
	payload := b.submissionAck(q, re, err)
	if err != nil || re.update == nil {
		ack(payload)
		return
	}
	// A redraw still under way would put the old form over the next window.
	b.screens.await(q.me.SlackID, redrawWithin)
	if re.update.CallbackID != q.view.CallbackID && tooLong(payload) {
		v := shorter(*re.update)
		payload = slack.NewUpdateViewSubmissionResponse(&v)
	}
	if tooLong(payload) {
		ack(slack.NewErrorsViewSubmissionResponse(b.fieldTexts(q, oneMoment())))
		b.screens.add(q.me.SlackID, func() { b.shownLate(q, *re.update) })
		return
	}
	ack(payload)
}

// submissionAck is the ack of a submission: errors under their fields, the next
// view, or nothing, which closes the modal.
func (b *Bot) submissionAck(q *request, re reply, err error) any {
	switch {
	case err != nil:
		texts := b.fieldTexts(q, err)
		if len(texts) == 0 { // nothing was typed in it, and no field can say so
			v := views.ProblemModal(q.r, b.sentence(q, err))
			return slack.NewUpdateViewSubmissionResponse(&v)
		}
		return slack.NewErrorsViewSubmissionResponse(texts)
	case re.update != nil:
		return slack.NewUpdateViewSubmissionResponse(re.update)
	}
	return nil
}

// ackMost is how long an acknowledgement may be, in bytes: at 20,480 Slack would
// break the connection.
const ackMost = 16 << 10

// tooLong says whether an acknowledgement cannot be sent.
func tooLong(payload any) bool {
	text, err := json.Marshal(payload)
	return err == nil && len(text) > ackMost
}

// shorter makes a window that comes after what was sent off is saved fit into the
// acknowledgement: long paragraphs lose their ends, which stand where they were
// written. Drawing it whole afterwards would race with the acknowledgement, which
// could arrive second.
func shorter(v slack.ModalViewRequest) slack.ModalViewRequest {
	v.Blocks.BlockSet = slices.Clone(v.Blocks.BlockSet)
	for i, block := range v.Blocks.BlockSet {
		if s, ok := block.(*slack.SectionBlock); ok && s.Text != nil && s.Text.Type == slack.PlainTextType {
			v.Blocks.BlockSet[i] = views.Cut(s, oneonone.MaxAskLine)
		}
	}
	return v
}

// oneMoment stands in a window whose next drawing is too long for the
// acknowledgement, until that is there: an empty one would close it, with all
// that was typed.
func oneMoment() error {
	return &oneonone.Error{Kind: oneonone.Busy, Sentence: oneonone.Say("One moment, there is something to look at first. If nothing changes, send it again.")}
}

// shownLate draws the window anew after the ack.
func (b *Bot) shownLate(q *request, v slack.ModalViewRequest) {
	defer b.survive("while showing")
	ctx, cancel := context.WithTimeout(context.Background(), showWithin)
	defer cancel()
	if _, err := b.api.UpdateViewContext(ctx, v, "", "", q.view.ID); err != nil {
		b.log.Warn("show a modal", "err", err)
	}
}

// insteadOf are the fields an error stands under where its own is not in the window:
// what is wrong with how somebody hears of a plan stands at the tick that has them
// invited, or at the word that would go to them; and with a word, at the one to copy.
var insteadOf = map[oneonone.Field][]oneonone.Field{
	oneonone.FieldHow:  {views.FieldInvite, oneonone.FieldWord},
	oneonone.FieldWord: {views.FieldApology},
}

// fieldTexts places each error under its field, or one in its place. What belongs to
// none stands under the first, so that the modal stays open and nothing typed is lost.
func (b *Bot) fieldTexts(q *request, err error) map[string]string {
	var errs fieldErrors
	if !errors.As(err, &errs) {
		if e, ok := errors.AsType[*oneonone.Error](err); ok {
			errs = fieldErrors{e}
		}
	}
	var inputs []string
	for _, block := range q.view.Blocks.BlockSet {
		if block.BlockType() == slack.MBTInput {
			inputs = append(inputs, block.ID())
		}
	}
	texts := map[string]string{}
	for _, e := range errs {
		for _, field := range append([]oneonone.Field{e.Field}, insteadOf[e.Field]...) {
			if block := blockOf(inputs, field); block != "" {
				texts[block] = b.sentence(q, e)
				break
			}
		}
	}
	if len(texts) == 0 && len(inputs) > 0 {
		if len(errs) > 0 {
			err = errs[0]
		}
		texts[inputs[0]] = b.sentence(q, err)
	}
	for block, text := range texts {
		texts[block] = strings.ReplaceAll(text, "`", "") // plain text: they would stand there
	}
	return texts
}

// blockOf finds a field's block: by its name, or by its name and a dash where
// the block's name changes with its default.
func blockOf(inputs []string, f oneonone.Field) string {
	for _, id := range inputs {
		if views.FieldOf(id) == string(f) || strings.HasPrefix(id, string(f)+"-") {
			return id
		}
	}
	return ""
}

// show does what comes after the ack, once for each thing a person did: an
// envelope that Slack delivers again has the same trigger, and shows nothing
// more.
func (b *Bot) show(ctx context.Context, q *request, re reply) {
	if q.trigger != "" && !b.used.first(q.trigger) {
		return
	}
	var err error
	inModal := q.view != nil && q.view.Type == slack.VTModal
	beneath := inModal && re.replace != nil && staysBeneath(q.view, *re.replace)
	if beneath {
		re.open, re.replace = re.replace, nil
	}
	opening, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	switch {
	case re.replace != nil && inModal:
		_, err = b.api.UpdateViewContext(opening, *re.replace, "", "", q.view.ID)
	case re.replace != nil:
		_, err = b.api.OpenViewContext(opening, q.trigger, *re.replace)
	case re.open != nil && inModal && b.windows.covered(q.view):
	case re.open != nil && inModal && topmost(q.view):
		err = slack.SlackErrorResponse{Err: pushLimit} // it would use up the trigger
	case re.open != nil && inModal:
		v := *re.open
		v.NotifyOnClose = true
		b.windows.cover(q.view) // before it is there: it may close before Slack says so
		if _, err = b.api.PushViewContext(opening, q.trigger, v); err != nil {
			b.windows.uncover(q.view.ID)
		}
	case re.open != nil:
		_, err = b.api.OpenViewContext(opening, q.trigger, *re.open)
	}
	if inModal && re.replace != nil && closedByNow(err) {
		err = nil // they went on, and look for nothing in it
	}
	if err != nil {
		b.log.Warn("show a modal", "err", err)
		q.spent = re.open != nil
		says := q.r.Say("Slack didn't let me open that in time. Please try once more.")
		if slackError(err) == pushLimit {
			says = noRoom(q)
		}
		if !beneath || !b.saidAnew(ctx, q, says) {
			b.sayTo(ctx, q, views.ProblemMessage(says))
		}
	}
	if re.say != nil {
		b.sayTo(ctx, q, *re.say)
	}
	if beneath && err == nil {
		b.drawAnew(q, q.view.ID)
	}
}

// closedByNow says whether a window was closed before it could be drawn anew.
func closedByNow(err error) bool { return slackError(err) == "not_found" }

// saidAnew draws the list pressed in anew, with a sentence on top: nothing was laid on it,
// and what was pressed is written. It answers false where that could not be done.
func (b *Bot) saidAnew(ctx context.Context, q *request, sentence string) bool {
	v, err := b.fromFacts(ctx, q, windowOf(q.view))
	if err == nil && v != nil {
		_, err = b.api.UpdateViewContext(ctx, views.Noted(sentence, *v), "", "", q.view.ID)
	}
	return err == nil && v != nil
}

// pushLimit is Slack's refusal of a fourth window on three.
const pushLimit = "push_limit_reached"

// noRoom says what to do where a fourth window was to be opened. Closing those
// below takes what was typed in the upper one away.
func noRoom(q *request) string {
	if q.view.Submit == nil {
		return q.r.Say("Slack lays no more than three windows on each other. Close them, then open this from my Home page.")
	}
	return q.r.Say("Slack lays no more than three windows on each other. Press “%s” below first, so that what you typed is kept. Then close the others, and open this from my Home page.", q.view.Submit.Text)
}

// topmost says whether a modal lies on two others, so that Slack lays no more on
// it.
func topmost(v *slack.View) bool { return v.PreviousViewID != "" && v.PreviousViewID != v.RootViewID }

// notTold is the view pressed in, or the one under it where sayTo says it in that one;
// "" outside a modal.
func notTold(v *slack.View) string {
	switch {
	case v == nil || v.Type != slack.VTModal:
		return ""
	case topmost(v):
		return v.PreviousViewID
	}
	return v.ID
}

// sayTo says something to the person alone: where they pressed, or over their
// modal, or in it where it lies on two others, or where what was to open over it did
// not. On Home there is neither, and a modal opens; so it does where Slack does not take
// the line. It waits no longer than ctx for that: the trigger is as old.
func (b *Bot) sayTo(ctx context.Context, q *request, m views.Message) {
	var err error
	v := views.ProblemModal(q.r, m.Text)
	if q.responseURL != "" {
		line, cancel := context.WithTimeout(context.WithoutCancel(ctx), lineWithin)
		defer cancel()
		err = slack.PostWebhookCustomHTTPContext(line, q.responseURL, responseClient, &slack.WebhookMessage{
			Text: views.Escape(m.Text), Blocks: &slack.Blocks{BlockSet: m.Blocks}, ResponseType: slack.ResponseTypeEphemeral,
		})
		if err == nil {
			return
		}
		if address, ok := errors.AsType[*url.Error](err); ok {
			err = address.Err // the address itself is a key to the conversation
		}
		b.log.Warn("say to the person", "err", err)
		v = views.SaidModal(q.r, m)
	}
	if q.trigger == "" || ctx.Err() != nil {
		return
	}
	switch inModal := q.view != nil && q.view.Type == slack.VTModal; {
	case inModal && (topmost(q.view) || q.spent):
		_, err = b.api.UpdateViewContext(ctx, q.turned(views.Told(*q.view, m.Text)), "", "", q.view.ID)
	case inModal:
		_, err = b.api.PushViewContext(ctx, q.trigger, v)
	default:
		_, err = b.api.OpenViewContext(ctx, q.trigger, v)
	}
	if err != nil && !closedByNow(err) {
		b.log.Warn("say to the person in a modal", "err", err)
	}
}
