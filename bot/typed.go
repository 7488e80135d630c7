package bot

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack/slackevents"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// messageTyped answers who types to the bot: a verb is read there as behind
// /1on1. No trigger comes with it, so what needs a screen is answered with a
// button that opens it, through the outbox, so that it is answered once.
func (b *Bot) messageTyped(ctx context.Context, in *slackevents.MessageEvent) error {
	if !byAPerson(in) {
		return nil
	}
	q := &request{tapped: true} // who writes is there
	if err := b.introduce(ctx, q, in.User); err != nil {
		return err
	}
	heard, err := b.hear(ctx, in)
	if err != nil {
		return err
	}
	return b.db.Hint(ctx, q.me.ID, in.Channel+"/"+in.TimeStamp, heard)
}

// fileShared is a message with a file, whatever was typed along with it.
const fileShared = "file_share"

// byAPerson says whether a message was just typed by a person. The bot's own
// messages come back as events too; and what was edited or deleted was answered
// when it was typed.
func byAPerson(in *slackevents.MessageEvent) bool {
	return in.ChannelType == slackevents.ChannelTypeIM && in.BotID == "" && in.User != "" &&
		(in.SubType == "" || in.SubType == fileShared || in.SubType == "thread_broadcast")
}

// hear is what the bot understands of a message. A file it never opens.
func (b *Bot) hear(ctx context.Context, in *slackevents.MessageEvent) (oneonone.Typed, error) {
	if strings.TrimSpace(in.Text) == "" {
		return oneonone.Typed{More: true}, nil
	}
	words := slices.DeleteFunc(strings.Fields(in.Text), isEmoji)
	if len(words) == 0 {
		return oneonone.Typed{Heard: oneonone.HeardNod, More: in.SubType == fileShared}, nil
	}
	text := in.Text
	if len(words) <= fewWords { // "ok :+1:"
		text = strings.Join(words, " ")
	}
	t, err := b.understand(ctx, b.commandTyped(ctx, text))
	t.More = t.More || in.SubType == fileShared
	return t, err
}

// commandTyped reads a message as a command. An app in it is nobody to meet: who
// types "@oneonone list" calls the bot.
func (b *Bot) commandTyped(ctx context.Context, text string) command {
	c := parseCommand(text)
	if c.mention == "" || !b.people.profile(ctx, c.mention).Bot {
		return c
	}
	return parseCommand(mention.ReplaceAllStringFunc(text, func(m string) string {
		if mention.FindStringSubmatch(m)[1] == c.mention {
			return " "
		}
		return m
	}))
}

// understand finds the verb in a command, and its member.
func (b *Bot) understand(ctx context.Context, c command) (oneonone.Typed, error) {
	t := oneonone.Typed{More: c.more}
	v, ok := b.router.verb(c.verb)
	if ok {
		t.Heard = oneonone.HeardVerb
	} else if v, ok = b.router.meant(c.verb); ok {
		t.Heard = oneonone.HeardSlip
		if otherWords[c.verb] != "" {
			t.Heard = oneonone.HeardOther
		}
	}
	if !ok && (utf8.RuneCountInString(c.verb) > longWord || strings.ContainsAny(c.verb, "@0123456789")) {
		t.More = true // an address, say, or a number
	}
	if words := c.said(); !ok && len(words) > 0 || stopWords[c.verb] {
		heard := oneonone.HeardNothing
		switch {
		case stopWords[c.verb], words.stop():
			heard = oneonone.HeardStop
		case words.change():
			v, _ = b.router.verb("list")
			heard = oneonone.HeardOther
		case words.late():
			heard = oneonone.HeardLate
		case words.kept():
			heard = oneonone.HeardKept
		case words.who():
			heard = oneonone.HeardWho
		case words.has("what can you do", "what do you do", "how does this work", "how do you work"):
			v, _ = b.router.verb("help")
			heard = oneonone.HeardVerb
		case words.thanks():
			heard = oneonone.HeardThanks
		case words.only(nodWords):
			heard = oneonone.HeardNod
		case words.only(slices.Concat(helloWords, nodWords)):
			heard = oneonone.HeardHello
		}
		if heard != oneonone.HeardNothing {
			t.Heard, t.More = heard, len(words) > fewWords+1
		}
	}
	switch t.Verb = v.name; v.name {
	case "help":
		if about, known := b.router.verb(c.verbAsked()); known { // it was read
			if t.More = false; t.Heard == oneonone.HeardVerb {
				t.Verb = cmp.Or(about.name, t.Verb)
			}
		}
	case "turnout":
		if t.Come = comeTyped(c.rest); t.Come != 0 {
			t.More = c.mention != "" // the number is read
		}
	}
	if c.mention == "" || !v.takesMember() {
		return t, nil
	}
	member, err := b.db.Member(ctx, c.mention, nil)
	t.About = member.ID
	return t, err
}

// stopWords are what somebody types who wants no more messages: an organizer's settings are
// no answer to that.
var stopWords = map[string]bool{"stop": true, "unsubscribe": true, "quit": true, "basta": true}

// keptWords are what somebody types who wonders what is kept of them, or wants it gone.
var keptWords = map[string]bool{"delete": true, "erase": true, "forget": true, "export": true, "privacy": true, "data": true, "gdpr": true}

// fewWords is how many words more "I'm running late" may have, and be no more than that.
const fewWords = 4

// longWord is how many letters a word has that nobody types for a verb.
const longWord = 20

// said are the words of a message, each as [bare] has it.
type said []string

// said are the words of the command, the verb among them.
func (c command) said() said {
	words := strings.Fields(c.verb + " " + c.rest)
	for i, word := range words {
		words[i] = strings.ReplaceAll(bare(word), "’", "'")
	}
	return words
}

// any says whether one of these words is among them.
func (s said) any(words ...string) bool {
	return slices.ContainsFunc(s, func(word string) bool { return slices.Contains(words, word) })
}

// has says whether one of these stands among them, word for word.
func (s said) has(phrases ...string) bool {
	text := " " + strings.Join(s, " ") + " "
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(text, " "+p+" ") })
}

// emoji is a word that is one, or several, as Slack tells of them.
var emoji = regexp.MustCompile(`^(:[a-z0-9_+'-]+:)+$`)

// isEmoji says whether a word is nothing but emoji, by their names or as they are.
func isEmoji(word string) bool {
	return emoji.MatchString(word) || bare(word) == "" && strings.ContainsFunc(word, unicode.IsSymbol)
}

var (
	thankWords = []string{"thanks", "thank", "thankyou", "thx", "ty", "cheers", "gracias", "obrigado", "obrigada"}
	helloWords = []string{"hello", "hi", "hey", "hola", "morning", "evening", "there", "good"}
	nodWords   = []string{"ok", "okay", "great", "good", "cool", "nice", "perfect", "vale", "genial"}
)

// only says whether all words are among these.
func (s said) only(words []string) bool {
	return !slices.ContainsFunc(s, func(word string) bool { return !slices.Contains(words, word) })
}

// thanks says whether somebody thanks the bot, and says little else.
func (s said) thanks() bool {
	return len(s) <= fewWords && s.any(thankWords...) && !s.any("no", "not", "don't", "dont")
}

// shortStop is how many words "please stop it" may have: of more, most mean another thing.
const shortStop = 3

// stop says whether somebody asks to be left alone in more than the one word for it:
// "please stop", "no more invitations", "I don't want any messages", "leave me alone".
func (s said) stop() bool {
	s = slices.DeleteFunc(slices.Clone(s), func(word string) bool { return slices.Contains(thankWords, word) || word == "you" })
	short := len(s) <= shortStop && !s.any("by") && slices.ContainsFunc(s, func(word string) bool { return stopWords[word] })
	unwanted := s.has("no more", "no más", "no mas", "no quiero más", "no quiero mas", "no quiero recibir") || s.any("don't", "dont", "not") && s.any("want")
	return short || unwanted && s.any("messages", "invitations", "invites", "mensajes", "invitaciones") ||
		s.has("leave me alone", "déjame en paz", "dejame en paz", "stop writing", "stop messaging", "stop inviting", "stop sending", "stop contacting") ||
		s.has("don't write to me", "don't write me", "don't message me", "don't contact me", "don't invite me", "no me escribas", "no me invites")
}

// kept says whether somebody wonders who reads what is noted, or what is known of them.
func (s said) kept() bool {
	return keptWords[s[0]] || len(s) <= fewWords && s.any("delete", "privacy", "gdpr") ||
		s.has("who can read", "who reads", "who sees", "who can see", "what do you know", "what do you keep", "know about me", "spying on me", "saben de mí", "sabes de mí", "sabe de mí")
}

// who says whether somebody asks who writes to them, and nothing else: "hi, who are you".
func (s said) who() bool {
	asks := slices.DeleteFunc(slices.Clone(s), func(word string) bool { return slices.Contains(helloWords, word) || slices.Contains(nodWords, word) })
	return slices.Contains([]string{
		"who are you", "who is this", "who's this", "what are you", "what is this", "what's this", "are you a bot", "are you human",
		"quién eres", "quien eres", "quién es", "quien es", "qué eres", "que eres", "qué es esto", "que es esto", "eres un bot",
	}, strings.Join(asks, " "))
}

// late says whether somebody means that they are late: "running late", "I'm late".
func (s said) late() bool {
	return len(s) <= fewWords+shortStop && (s.any("late") && !s.has("too late", "late reply", "late answer") ||
		s.has("llego tarde", "llegar tarde", "llegaré tarde", "llegare tarde", "voy tarde") && !s.has("no llegar tarde"))
}

// change says whether somebody means to call a talk off, or to move it, with more than the
// one word for it: "I have to cancel", "call it off", "can't make it".
func (s said) change() bool {
	if s.has("can't wait", "can't find", "can't see", "can't open", "cannot find", "cannot see", "cannot open") {
		return false
	}
	return s.any("cancel", "canceling", "cancelling", "postpone", "reschedule", "can't", "cant", "cannot") ||
		s.any("call") && s.any("off") || s.has("can not", "no puedo", "move it", "move our talk", "move the talk", "another time", "another day")
}

// lateTyped answers an organizer who types that they are late, where there is a talk to be
// late for.
func (b *Bot) lateTyped(ctx context.Context, to oneonone.Member, r views.Reader) (m views.Message, found bool, err error) {
	t, found, err := b.lateFor(ctx, to.ID)
	if err != nil || !found {
		return m, false, err
	}
	if !t.Outside() {
		return views.LateTypedMessage(r), true, nil
	}
	with, err := b.knownTalk(ctx, to, t, true)
	return views.LateOutsideMessage(r, with), true, err
}

// lateFor is the organizer's talk that begins nearest to now of those they may be late for;
// of one with somebody outside Slack, nobody can be told here. Found is false where there is
// none.
func (b *Bot) lateFor(ctx context.Context, organizer oneonone.ID) (m oneonone.Meeting, found bool, err error) {
	coming, err := b.db.Upcoming(ctx, organizer, fewTalks)
	if err != nil {
		return m, false, err
	}
	now := b.now()
	for _, t := range coming {
		untold := t.Outside() && t.Settled() || t.Answer == oneonone.AnotherTime || t.NeverAnswered() // why nobody is told is said
		begins := untold && now.Add(oneonone.PrepLate).After(t.Start) && now.Before(t.End())
		if !t.Mine || !begins && t.CanRunLate(now) != nil {
			continue
		}
		if !found || t.Start.Sub(now).Abs() < m.Start.Sub(now).Abs() {
			m, found = t.Meeting, true
		}
	}
	return m, found, nil
}

// beginsSoon says whether a talk of theirs is near, whoever planned it.
func (b *Bot) beginsSoon(ctx context.Context, member oneonone.ID) (bool, error) {
	coming, err := b.db.Upcoming(ctx, member, fewTalks)
	now := b.now()
	return slices.ContainsFunc(coming, func(t storage.Talk) bool {
		return now.Add(oneonone.PrepLate).After(t.Start) && now.Before(t.End())
	}), err
}

// pressStop opens what there is to stop.
func (b *Bot) pressStop(_ context.Context, q *request) (reply, error) {
	return opens(views.StopModal(q.r, q.me.NoInvitations))
}

// takesMember says whether one of the verb's forms has a place for a member.
func (v verb) takesMember() bool {
	for _, f := range v.forms {
		if strings.Contains(f.Form, "@") {
			return true
		}
	}
	return false
}

// takesWords says whether one of them has a place for words.
func (v verb) takesWords() bool {
	for _, f := range v.forms {
		if strings.Contains(f.Form, "[words]") {
			return true
		}
	}
	return false
}

// answerTyped is the answer to a message typed to the bot.
func (b *Bot) answerTyped(ctx context.Context, to oneonone.Member, r views.Reader, t oneonone.Typed) (views.Message, error) {
	v, known := b.router.verb(t.Verb)
	var m views.Message
	var invited bool
	switch {
	case t.Heard == oneonone.HeardStop:
		m = views.StopMessage(r, to.NoInvitations)
	case t.Heard == oneonone.HeardKept:
		m = views.KeptMessage(r)
	case t.Heard == oneonone.HeardLate:
		var found bool
		var err error
		if m, found, err = b.lateTyped(ctx, to, r); err == nil && !found {
			if m, invited, err = b.unheard(ctx, to, r, t.Heard); err == nil && !invited {
				var near bool
				if near, err = b.beginsSoon(ctx, to.ID); err == nil && !near {
					m = views.NotLateMessage(r)
				}
			}
		}
		if err != nil {
			return m, err
		}
	case slices.Contains([]oneonone.Heard{oneonone.HeardThanks, oneonone.HeardHello, oneonone.HeardNod, oneonone.HeardWho}, t.Heard):
		var err error
		if m, invited, err = b.unheard(ctx, to, r, t.Heard); err != nil {
			return m, err
		}
		switch p := b.profileOf(ctx, to); {
		case invited: // they may believe that they have answered
		case t.Heard == oneonone.HeardWho:
			m = views.WelcomeMessage(r, p.FirstName(), isGuest(p))
		default:
			m = views.KindMessage(r, t.Heard)
		}
	case t.Heard != oneonone.HeardVerb || !known: // "cancel" is nearly a verb, and may be meant for who invited them
		var err error
		if m, invited, err = b.unheard(ctx, to, r, t.Heard); err != nil {
			return m, err
		}
	}
	switch {
	case invited && t.Heard == oneonone.HeardOther && v.name == "list", t.Heard != oneonone.HeardVerb && t.Heard != oneonone.HeardSlip && t.Heard != oneonone.HeardOther, !known:
	case v.name == "help":
		m = views.HelpMessage(r, views.TypedHere(r), b.router.forms(isGuest(b.profileOf(ctx, to))))
	default:
		o, err := b.offer(ctx, to, v, t)
		if err != nil {
			return m, err
		}
		switch m = views.OfferMessage(r, o); {
		case t.Heard == oneonone.HeardOther && v.name == "list":
			coming, err := b.db.Upcoming(ctx, to.ID, 1)
			if err != nil {
				return m, err
			}
			if m = views.ChangeTypedMessage(r, o); len(coming) == 0 {
				m = views.NothingToChangeMessage(r)
			}
		case t.Heard != oneonone.HeardVerb:
			m = views.MeantMessage(r, o)
		}
	}
	if t.More {
		m = views.KeptBySlack(r, m)
	}
	return m, nil
}

// unheard answers what is no verb: how the bot is spoken to, or, while somebody else has
// a talk planned with them (invited), how that is answered, and answered otherwise: who
// can't come after all may believe that they have said so.
func (b *Bot) unheard(ctx context.Context, to oneonone.Member, r views.Reader, heard oneonone.Heard) (m views.Message, invited bool, err error) {
	coming, err := b.db.Upcoming(ctx, to.ID, fewTalks)
	if err != nil {
		return m, false, err
	}
	several, sooner := len(coming) > 1, len(coming) > 0 && coming[0].Mine
	own := slices.ContainsFunc(coming, func(t storage.Talk) bool { return t.Mine })
	coming = slices.DeleteFunc(coming, func(t storage.Talk) bool { return t.Mine })
	if len(coming) == 0 {
		return views.HintMessage(r, isGuest(b.profileOf(ctx, to))), false, nil
	}
	about, answered := coming[0], true
	for _, t := range coming {
		if t.Answer == oneonone.Unanswered {
			about, answered = t, false
			break
		}
	}
	if answered && sooner { // they have said what they had to, and organize
		return views.HintMessage(r, isGuest(b.profileOf(ctx, to))), false, nil
	}
	from, err := b.knownTalk(ctx, to, about.Meeting, false)
	m = views.UnheardMessage(r, inInitials(from, to), several, heard == oneonone.HeardLate)
	if own {
		m = views.WithOwnTalks(r, m)
	}
	return m, true, err
}

// offer is a verb with a button that does it. Where Slack does not say at once
// what the member is called, the button does without the name.
func (b *Bot) offer(ctx context.Context, to oneonone.Member, v verb, t oneonone.Typed) (views.Offer, error) {
	if t.About == to.ID { // nobody meets themselves
		t.About = oneonone.ID{}
	}
	o := views.Offer{Verb: v.name, Does: v.forms[0].Does, Value: t.String()}
	if t.About.IsZero() {
		return o, nil
	}
	member, err := b.db.MemberByID(ctx, t.About)
	if err != nil {
		return o, err
	}
	if p := b.people.profile(ctx, member.SlackID); p.Known {
		if o.With = p.FirstName(); to.Initials {
			o.With = oneonone.Initials(p.Name)
		}
	}
	return o, nil
}

// pressVerb is the button that does what was typed.
func (b *Bot) pressVerb(v verb) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		t := oneonone.ParseTyped(q.action.Value)
		q.command = command{verb: v.name, more: t.More}
		if t.Come > 0 {
			q.command.rest = strconv.Itoa(t.Come)
		}
		if !t.About.IsZero() {
			member, err := b.db.MemberByID(ctx, t.About)
			if err != nil {
				return reply{}, err
			}
			q.command.mention = member.SlackID
		}
		re, err := b.noted(v)(ctx, q)
		if t.Heard != oneonone.HeardOther || v.name != "" || err != nil { // that one shows an invitation again
			return re, err
		}
		coming, err := b.db.Upcoming(ctx, q.me.ID, fewTalks)
		if err != nil {
			return reply{}, err
		}
		if !slices.ContainsFunc(coming, func(t storage.Talk) bool { return !t.Mine }) {
			for _, modal := range []*modalView{re.open, re.replace} {
				if modal != nil {
					*modal = views.Noted(q.r.Say("That invitation isn't open any more. What became of it stands under it, in our messages."), *modal)
				}
			}
		}
		return re, nil
	}
}

// noted runs a verb. Where words were typed that it does not read, its screen
// says so: nobody shall think that "tomorrow" was understood.
func (b *Bot) noted(v verb) handler {
	return func(ctx context.Context, q *request) (reply, error) {
		re, err := v.run(ctx, q)
		note := ""
		switch takes := v.takesMember(); {
		case v.takesWords() && q.command.rest != "" && !q.command.others: // it has read all
		case v.takesWords() && q.command.words() != "":
			note = q.r.Say("I read only one @name, the first. Your other words stand below.")
		case v.name == "turnout" && (q.command.more || q.command.mention != ""):
			note = q.r.Say("Behind `%s` I read one number, from 1 to %d. What else you typed changes nothing here.", v.name, oneonone.MaxTurnout)
		case takes && q.command.more:
			note = q.r.Say("I read only the word `%s` and one @name. What else you typed changes nothing here.", v.name)
		case !takes && (q.command.more || q.command.mention != ""):
			note = q.r.Say("I read only the word `%s`. What else you typed changes nothing here.", v.name)
		}
		for _, modal := range []*modalView{re.open, re.replace} {
			if modal != nil {
				*modal = views.Noted(note, *modal)
			}
		}
		return re, err
	}
}

// unknown answers a word behind /1on1 that is no verb: with the one that may
// have been meant, and where the help is.
func (b *Bot) unknown(ctx context.Context, q *request) (reply, error) {
	heard, err := b.understand(ctx, q.command)
	if err != nil {
		return reply{}, err
	}
	switch meant := heard.Heard == oneonone.HeardSlip || heard.Heard == oneonone.HeardOther; {
	case heard.Heard == oneonone.HeardStop:
		return b.pressStop(ctx, q)
	case heard.Verb == "help":
		q.command.verb = heard.Verb
		return b.help(ctx, q)
	case heard.Heard == oneonone.HeardNothing:
		m, invited, err := b.unheard(ctx, q.me, q.r, heard.Heard) // it may be meant for who invited them
		if err != nil || invited {
			return reply{say: &m}, err
		}
		return b.help(ctx, q)
	case !meant || heard.Verb == "list" && heard.Heard == oneonone.HeardOther:
		heard.More = false // no message of it stays
		m, err := b.answerTyped(ctx, q.me, q.r, heard)
		return reply{say: &m}, err
	}
	v, _ := b.router.verb(heard.Verb)
	if v.takesWords() && q.command.words() != "" && heard.Heard == oneonone.HeardSlip {
		return b.slipped(ctx, q, v) // to be asked first would have them type it all once more
	}
	o, err := b.offer(ctx, q.me, v, heard)
	if err != nil {
		return reply{}, err
	}
	m := views.MeantMessage(q.r, o)
	m.Blocks = append(m.Blocks, views.HelpBelow(q.r)) // the forms themselves would push the button off a phone
	return reply{say: &m}, nil
}

// slipped runs the verb that was nearly typed, and says which it took it for.
func (b *Bot) slipped(ctx context.Context, q *request, v verb) (reply, error) {
	typed := q.command.verb
	q.command.verb = v.name
	re, err := b.noted(v)(ctx, q)
	for _, modal := range []*modalView{re.open, re.replace} {
		if modal != nil {
			*modal = views.Noted(q.r.Say("I took “%s” for `%s`.", views.Escape(typed), v.name), *modal)
		}
	}
	q.command = command{verb: v.name} // all of it was read
	return re, err
}
