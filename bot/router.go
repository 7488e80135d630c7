package bot

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"oneonone"
	"oneonone/bot/views"
)

// handler decides what one thing a person did comes to. It returns a reply and
// never acks.
type handler func(ctx context.Context, q *request) (reply, error)

// verb is one word behind /1on1.
type verb struct {
	name  string // "" is /1on1 alone
	forms []views.HelpLine
	shows bool // a press or a word of it changes nothing, so it is acked at once
	// guests is true of what is of use to who plans no talks here; the others are not named to
	// them, and still show what they kept while they were full members.
	guests bool
	run    handler
}

// press is one button, select or overflow, wherever it stands.
type press struct {
	shows bool
	run   handler
}

// shortcut is one line of Slack's own menus: the one beside the message field,
// there from anywhere, or the one of every message. It only shows something.
type shortcut struct {
	name     string // at most 24 characters
	place    string // anywhere, or onMessage
	callback string // its name to Slack, one of a kind
	does     string // what Slack says of it
	run      handler
}

// Where a shortcut is found, in Slack's words.
const (
	anywhere  = "global"
	onMessage = "message"
)

// router is THE table: whatever a person can do is in it, and help and the
// manifest are made from it.
type router struct {
	verbs     []verb
	presses   map[string]press
	submits   map[string]handler
	shortcuts []shortcut
}

// Slash is the one slash command.
const Slash = "/1on1"

func newRouter(b *Bot) router {
	r := router{
		verbs: []verb{
			{"", []views.HelpLine{{Form: Slash, Does: "What's next for you"}}, true, true, b.next},
			{"schedule", []views.HelpLine{{Form: Slash + " schedule [@member]", Does: "Plan a one-on-one: a talk with one person, with a purpose you say openly"}}, true, false, b.schedule},
			{"log", []views.HelpLine{{Form: Slash + " log [@member]", Does: "Write down a talk that happened without a plan"}}, true, false, b.logTalk},
			{"list", []views.HelpLine{{Form: Slash + " list", Does: "Your talks to come, and past ones you planned or wrote down"}}, true, true, b.list},
			{"prep", []views.HelpLine{{Form: Slash + " prep [@member]", Does: "Get ready for your next talk: what you know from last time, what you'd like to find out, questions to take along"}}, true, false, b.prepNext},
			{"reflect", []views.HelpLine{{Form: Slash + " reflect [@member]", Does: "Note what you want to remember of a talk, or read it again. Only you can see it"}}, true, false, b.reflect},
			{"ask", []views.HelpLine{{Form: Slash + " ask [@member] [words]", Does: "Get an ask ready, for one event or one role, or note what they said to it. Only you can see it"}}, true, false, b.ask},
			{"asks", []views.HelpLine{{Form: Slash + " asks", Does: "Your asks: what each needs next, and how they were answered"}}, true, false, b.asks},
			{"turnout", []views.HelpLine{{Form: Slash + " turnout [number]", Does: "How many yeses to collect, so that enough people come"}}, true, false, b.turnout},
			{"follow-up", []views.HelpLine{{Form: Slash + " follow-up [@member] [words]", Does: "Note what you or they do next, and by when. I'll remind you; only you can read it"}}, true, false, b.followUp},
			{"practice", []views.HelpLine{{Form: Slash + " practice", Does: "Three short rounds with made-up people: ask, hear which no it is, choose what's next. Nothing of it is kept"}}, true, false, b.practice},
			{"settings", []views.HelpLine{{Form: Slash + " settings", Does: "Quiet hours, your morning message, a pause, how I name people, and no more invitations to you"}}, true, true, b.settings},
			{"help", []views.HelpLine{{Form: Slash + " help [verb]", Does: "This list, or one line of it"}}, true, true, b.help},
		},
		presses: map[string]press{
			// Before a talk.
			views.ActionPlan:      {true, b.pressPlan},
			views.ActionPickWho:   {true, b.pressPickWho},
			views.ActionLog:       {true, b.logTalk},
			views.ActionKind:      {true, b.pressKind},
			views.ActionOutside:   {true, b.pressOutside},
			views.ActionInside:    {true, b.pressInside},
			views.ActionKnown:     {true, b.pressKnown},
			views.ActionTwo:       {true, b.pressTwo},
			views.ActionOne:       {true, b.pressOne},
			views.ActionChange:    {true, b.pressChange},
			views.ActionCallOff:   {true, b.pressCallOff},
			views.ActionTake:      {false, b.pressTake},
			views.ActionOffer:     {true, b.pressChange},
			views.ActionWrite:     {true, b.pressWrite},
			views.ActionPrep:      {true, b.pressPrep},
			views.ActionQuestions: {true, b.pressQuestions},
			views.ActionLate:      {true, b.pressLate},
			views.ActionSettings:  {true, b.settings},
			views.ActionEndPause:  {false, b.pressEndPause},
			views.ActionList:      {true, b.pressList},
			views.ActionEarlier:   {true, b.pressEarlier},
			views.ActionNewer:     {true, b.pressNewer},
			views.ActionTell:      {true, b.pressTell},
			// The person met.
			views.ActionAccept:      {false, b.pressAccept},
			views.ActionAcceptOther: {false, b.pressAccept},
			views.ActionAfterAll:    {false, b.pressAfterAll},
			views.ActionAfterOther:  {false, b.pressAfterAll},
			views.ActionSuggest:     {true, b.pressSuggest},
			views.ActionConfirm:     {false, b.pressConfirm},
			views.ActionDecline:     {false, b.pressDecline},
			views.ActionCannotCome:  {false, b.pressCannotCome},
			views.ActionHourBefore:  {false, b.pressHourBefore},
			views.ActionAbout:       {true, b.pressAbout},
			views.ActionAskDelete:   {false, b.pressRequest(oneonone.OriginDelete)},
			views.ActionAskKept:     {false, b.pressRequest(oneonone.OriginKept)},
			views.ActionUnaskDelete: {false, b.pressNeverMind(oneonone.OriginDelete)},
			views.ActionUnaskKept:   {false, b.pressNeverMind(oneonone.OriginKept)},
			views.ActionStop:        {true, b.pressStop},
			views.ActionStopInvites: {false, b.pressStopInvitations},
			views.ActionMoreInvites: {false, b.pressMoreInvitations},
			// After a talk.
			views.ActionMet:                        {false, b.pressMet},
			views.ActionMetNoNote:                  {false, b.pressMetNothing},
			views.ActionNothing:                    {false, b.pressNothing},
			views.ActionNotMet:                     {false, b.pressNotMet},
			views.ActionMoved:                      {true, b.pressChange},
			views.ActionMissed:                     {false, b.pressMissed},
			views.ActionCallOffRetry:               {true, b.pressCallOffRetry},
			views.ActionWhy:                        {true, b.pressWhy},
			views.ActionSameTime:                   {true, b.pressSameTime},
			views.ActionAgain:                      {true, b.pressAgain},
			views.ActionReflect:                    {true, b.pressReflect},
			views.ActionNext:                       {true, b.pressNext},
			views.ActionPlanNext:                   {true, b.pressPlanNext},
			views.ActionDoor(oneonone.PageThem):    {true, b.pressDoor(oneonone.PageThem)},
			views.ActionDoor(oneonone.PageSomeone): {true, b.pressDoor(oneonone.PageSomeone)},
			views.ActionDoor(oneonone.PageSelf):    {true, b.pressDoor(oneonone.PageSelf)},
			views.ActionLater:                      {false, b.pressLater},
			// Asks.
			views.ActionAsk:          {true, b.pressAsk},
			views.ActionAsked:        {true, b.pressAskForm},
			views.ActionWhat:         {true, b.pressAskForm},
			views.ActionAlternatives: {true, b.pressAlternatives},
			views.ActionCheck:        {true, b.pressCheck},
			views.ActionTakeWords:    {true, b.pressTakeWords},
			views.ActionShowAsk:      {true, b.pressShowAsk},
			views.ActionChangeAsk:    {true, b.pressChangeAsk},
			views.ActionAskAgain:     {true, b.pressAskAgain},
			views.ActionSaidDoor:     {true, b.pressSaidDoor},
			views.ActionSaidMore:     {true, b.pressSaidMore},
			views.ActionOffered:      {true, b.pressOffered},
			views.ActionAskedElse:    {true, b.pressAskedElse},
			views.ActionAnswerAsk:    {true, b.pressAnswerAsk},
			views.ActionSaid:         {true, b.pressAnswerForm},
			views.ActionNo:           {true, b.pressAnswerForm},
			views.ActionThen:         {true, b.pressAnswerForm},
			views.ActionSayYes:       {true, b.pressSayYes},
			views.ActionSendWord:     {false, b.pressSendWord},
			views.ActionUnsend:       {false, b.pressUnsend},
			views.ActionCame:         {false, b.pressOutcome(oneonone.Came)},
			views.ActionLetAskGo:     {false, b.pressLetAskGo},
			views.ActionStillOn:      {false, b.pressStillOn},
			views.ActionDidNotCome:   {false, b.pressOutcome(oneonone.DidNotCome)},
			views.ActionMoveAsk:      {true, b.pressMoveAsk},
			views.ActionAsks:         {true, b.asks},
			views.ActionAsksFilter:   {true, b.pressAsksFilter},
			views.ActionAsksMore:     {true, b.pressAsksMore},
			views.ActionAsksBack:     {true, b.pressAsksBack},
			views.ActionPractice:     {true, b.practice},
			// Follow-ups.
			views.ActionShowPromise: {true, b.pressShowPromise},
			views.ActionFollowups:   {true, b.pressFollowups},
			views.ActionDone:        {false, b.pressDone},
			views.ActionTomorrow:    {false, b.pressTomorrow},
			views.ActionRewrite:     {true, b.pressRewrite},
			views.ActionOverwrite:   {true, b.pressOverwrite},
			views.ActionLetGo:       {false, b.pressLetGo},
			views.ActionReopen:      {false, b.pressReopen},
		},
		submits: map[string]handler{
			views.CallbackSchedule:                   b.submitSchedule,
			views.CallbackSettings:                   b.once(b.submitSettings),
			views.CallbackHeldAt:                     b.submitHeldAt,
			views.CallbackLog:                        b.submitLog,
			views.CallbackChange:                     b.submitChange,
			views.CallbackCallOff:                    b.submitCallOff,
			views.CallbackSuggest:                    b.submitSuggest,
			views.CallbackTake:                       b.submitTake,
			views.CallbackMissed:                     b.submitMissed,
			views.CallbackLater:                      b.once(b.submitLater),
			views.CallbackTell:                       b.submitTell,
			views.CallbackLate:                       b.submitLate,
			views.CallbackPrep:                       b.submitPrep,
			views.CallbackReflect:                    b.submitReflect,
			views.CallbackTurnout:                    b.submitTurnout,
			views.CallbackAsk:                        b.submitAsk,
			views.CallbackAnswer:                     b.submitAnswer,
			views.CallbackSayYes:                     b.submitSayYes,
			views.CallbackMoveAsk:                    b.submitMoveAsk,
			views.CallbackFollowup:                   b.submitFollowup,
			views.CallbackRewrite:                    b.submitRewrite,
			views.CallbackOverwrite:                  b.submitOverwrite,
			views.CallbackPracticeAsk:                b.submitPracticeAsk,
			views.CallbackPracticeAsked:              b.submitPracticeAsked,
			views.CallbackPracticeNo:                 b.submitPracticeNo,
			views.CallbackPracticeHeard:              b.submitPracticeHeard,
			views.CallbackPracticeMove:               b.submitPracticeMove,
			views.CallbackPracticeMoved:              b.submitPracticeMoved,
			views.CallbackDoor(oneonone.PageThem):    b.submitDoor(oneonone.PageThem),
			views.CallbackDoor(oneonone.PageSomeone): b.submitDoor(oneonone.PageSomeone),
			views.CallbackDoor(oneonone.PageSelf):    b.submitDoor(oneonone.PageSelf),
		},
		shortcuts: []shortcut{
			{"Plan a one-on-one", anywhere, "plan", "A talk with one person, with a purpose you say openly", b.schedule},
			{"Write down a talk", anywhere, "log", "A talk that happened without a plan", b.logTalk},
			{"Plan a one-on-one", onMessage, "plan_with_author", "A talk with whoever wrote this message", b.scheduleAuthor},
			{"Log an ask", onMessage, "ask_author", "Note what you asked whoever wrote this message, and what they said", b.askAuthor},
		},
	}
	// Where a verb was typed and no screen could open, a button does it.
	for _, v := range r.verbs {
		r.presses[views.ActionVerb(v.name)] = press{v.shows, b.pressVerb(v)}
	}
	return r
}

// verb finds a verb by its word.
func (r router) verb(name string) (verb, bool) {
	for _, v := range r.verbs {
		if v.name == name {
			return v, true
		}
	}
	return verb{}, false
}

// showsCommand says whether a slash command only shows something.
func (r router) showsCommand(cmd slack.SlashCommand) bool {
	v, known := r.verb(parseCommand(cmd.Text).verb)
	return v.shows || !known // help
}

// showsInteraction says whether a press or a shortcut only shows something.
func (r router) showsInteraction(in slack.InteractionCallback) bool {
	switch in.Type {
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		return true
	case slack.InteractionTypeBlockActions:
		_, p, ok := r.pressed(in)
		return !ok || p.shows
	}
	return false
}

// shortcut finds a shortcut by its name to Slack.
func (r router) shortcut(callback string) (shortcut, bool) {
	i := slices.IndexFunc(r.shortcuts, func(s shortcut) bool { return s.callback == callback })
	if i < 0 {
		return shortcut{}, false
	}
	return r.shortcuts[i], true
}

// outdated answers a button, or a window, that another version of the bot drew:
// what was typed there stays open, to be copied.
func (b *Bot) outdated(context.Context, *request) (reply, error) {
	return reply{}, oneonone.Outdated()
}

// once runs the handler of a press that writes, or of a window that sets: Slack may deliver
// it again minutes later, and it must not undo what was done since. One that failed may
// come again.
func (b *Bot) once(run handler) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		if b.done.has(q.trigger) {
			return reply{}, nil
		}
		re, err := run(ctx, q)
		if err == nil && q.trigger != "" {
			b.done.first(q.trigger)
		}
		return re, err
	}
}

func isButton(a *slack.BlockAction) bool { return a.Type == slack.ActionType(slack.METButton) }

// pressed finds what was pressed. There is nothing for an input that tells
// nobody, or a button of another version.
func (r router) pressed(in slack.InteractionCallback) (*slack.BlockAction, press, bool) {
	for _, a := range in.ActionCallback.BlockActions {
		if p, ok := r.presses[a.ActionID]; ok {
			return a, p, true
		}
	}
	return nil, press{}, false
}

// hearCommand is a slash command.
func (b *Bot) hearCommand(ctx context.Context, cmd slack.SlashCommand, ack func(any)) {
	q := &request{tapped: true, trigger: cmd.TriggerID, responseURL: cmd.ResponseURL, command: parseCommand(cmd.Text)}
	v, ok := b.router.verb(q.command.verb)
	if !ok {
		v = verb{name: "help", shows: true, run: b.unknown}
	}
	b.serve(ctx, q, cmd.UserID, "command "+v.name, b.noted(v), ack)
}

// hearInteraction is a press, a submission or a shortcut, or a window that closed.
func (b *Bot) hearInteraction(ctx context.Context, in slack.InteractionCallback, ack func(any)) {
	b.windows.uncover(in.View.PreviousViewID)
	q := &request{tapped: true, trigger: in.TriggerID, responseURL: in.ResponseURL}
	if in.View.ID != "" {
		q.view, q.held = unfold(in.View)
	}
	switch in.Type {
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		s, ok := b.router.shortcut(in.CallbackID)
		if !ok {
			return
		}
		q.author = in.Message.User
		b.serve(ctx, q, in.User.ID, "shortcut "+s.callback, s.run, ack)
	case slack.InteractionTypeBlockActions:
		a, p, ok := b.router.pressed(in)
		if !ok && !slices.ContainsFunc(in.ActionCallback.BlockActions, isButton) {
			return
		}
		if !ok {
			a, p = in.ActionCallback.BlockActions[0], press{true, b.outdated}
		}
		if a.Value == "" {
			a.Value = a.SelectedOption.Value
		}
		q.action = a
		if q.view != nil && q.view.Type == slack.VTModal {
			b.windows.pressedIn(q.view)
		}
		if in.View.Type == slack.VTHomeTab {
			p.run = b.onHome(p.run)
		}
		if !p.shows {
			p.run = b.once(p.run)
		}
		b.serve(ctx, q, in.User.ID, "press "+a.ActionID, p.run, ack)
		if !p.shows {
			b.changed(q)
		}
	case slack.InteractionTypeViewSubmission:
		run, ok := b.router.submits[in.View.CallbackID]
		if !ok {
			run = b.outdated
		}
		err := b.introduce(ctx, q, in.User.ID)
		var re reply
		if err == nil {
			re, err = safely(ctx, q, run)
		}
		if err != nil {
			b.logFailure("submit "+in.View.CallbackID, err)
		}
		b.ackSubmission(q, re, err, ack)
		if err == nil && re.then != nil {
			b.screens.add(in.User.ID, func() { b.shown(q, "submit "+in.View.CallbackID, reply{then: re.then}, nil) })
		}
		if err == nil || oneonone.KindOf(err) == oneonone.Stale { // what led to it may be no longer so
			b.changed(q)
		}
	}
}

// serve runs the handler of a command or a press: what it writes is written
// before the ack. What comes to be seen then has a line of its own, so that a
// slow window keeps no later press waiting for its ack.
func (b *Bot) serve(ctx context.Context, q *request, user, what string, run handler, ack func(any)) {
	err := b.introduce(ctx, q, user)
	var re reply
	if err == nil {
		re, err = safely(ctx, q, run)
	}
	ack(nil) // the first one counts
	b.screens.add(user, func() { b.shown(q, what, re, err) })
}

// shown is what comes after the ack: the next window, or what went wrong.
func (b *Bot) shown(q *request, what string, re reply, err error) {
	defer b.survive("while showing")
	after, cancel := context.WithTimeout(context.Background(), showWithin)
	defer cancel()
	if err == nil && re.then != nil {
		re, err = safely(after, q, re.then)
	}
	if err == nil {
		b.show(after, q, re)
		return
	}
	b.logFailure(what, err)
	b.sayTo(after, q, views.ProblemMessage(b.sentence(q, err)))
	if k := oneonone.KindOf(err); q.action != nil && (k == oneonone.Stale || k == oneonone.NotFound) {
		// The card is no longer true: draw it anew, and so the window pressed in.
		b.drawAnew(q, notTold(q.view))
		if id, err := q.subject(); err == nil {
			if err := b.db.Redraw(after, q.me.ID, id); err != nil {
				b.log.Warn("redraw a stale card", "err", err)
			}
		}
	}
}

// safely runs a handler; a panic becomes an error, logged without its words,
// so that the person is told and their modal stays open.
func safely(ctx context.Context, q *request, run handler) (re reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			re, err = reply{}, fmt.Errorf("panic %T\n%s", p, debug.Stack())
		}
	}()
	return run(ctx, q)
}

// introduce finds out who it is.
func (b *Bot) introduce(ctx context.Context, q *request, slackID string) error {
	q.now = b.now().UTC()
	q.profile = b.people.profile(ctx, slackID)
	q.r = b.reader(q.profile)
	zone := q.profile.Zone
	if !q.profile.Known {
		zone = nil
	}
	var err error
	if q.me, err = b.db.Member(ctx, slackID, zone); err != nil {
		return err
	}
	if zone == nil {
		q.profile.Zone = q.me.Zone
		q.r = b.reader(q.profile)
	}
	q.r = q.r.Living(q.me.Rhythm)
	if q.tapped && q.me.Unanswered > 0 {
		return b.db.Awake(ctx, q.me.ID)
	}
	return nil
}

// hearEvent is something Slack tells of. It answers false when Slack should tell
// it again.
func (b *Bot) hearEvent(ctx context.Context, e slackevents.EventsAPIEvent) bool {
	var err error
	switch in := e.InnerEvent.Data.(type) {
	case *slackevents.AppHomeOpenedEvent:
		err = b.homeOpened(ctx, in)
	case *slackevents.MessageEvent:
		err = b.messageTyped(ctx, in)
	case *slackevents.UserChangeEvent:
		err = b.userChanged(ctx, in)
	}
	if err != nil {
		b.log.Error("event "+e.InnerEvent.Type, "err", err)
	}
	return oneonone.KindOf(err) != oneonone.Busy
}

// help is every form on a line of its own, or the one asked for.
func (b *Bot) help(_ context.Context, q *request) (reply, error) {
	lines, note := b.router.forms(isGuest(q.profile)), ""
	wanted := q.command.verbAsked()
	switch v, ok := b.router.verb(wanted); {
	case ok && wanted != "":
		lines = v.forms
	case q.command.verb != "help" || wanted != "":
		note = q.r.Say("I don't know that word. Here is what I do know:")
	}
	m := views.HelpMessage(q.r, note, lines)
	return reply{say: &m}, nil
}

// forms are all forms of all verbs; to a guest, of those that are of use to them.
func (r router) forms(guest bool) []views.HelpLine {
	var lines []views.HelpLine
	for _, v := range r.verbs {
		if v.guests || !guest {
			lines = append(lines, v.forms...)
		}
	}
	return lines
}
