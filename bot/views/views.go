// Package views draws every screen and message as a pure function of data.
//
// It knows Block Kit and the words people read; what may be shown to whom, and
// when, is decided before it is called. One file a verb. Every string goes
// through the reader's printer, with the English inline as the catalog's key,
// and everything typed through [Escape], or into plain text that needs none.
//
// Private words (notes, promises) are drawn into modals only: Slack keeps
// messages, and exports them.
package views

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"oneonone"
)

// Reader is whoever reads a screen: their language and their zone.
type Reader struct {
	printer *message.Printer
	zone    *time.Location
	now     time.Time
	days    oneonone.Rhythm // see [Reader.Living]
	quiet   bool            // see [Reader.Quiet]
}

// For makes the Reader of a Slack locale and zone, at the present. A nil zone
// is UTC.
func For(locale string, zone *time.Location, now time.Time) Reader {
	if zone == nil {
		zone = time.UTC
	}
	return Reader{printer: message.NewPrinter(language.Make(locale)), zone: zone, now: now, days: oneonone.RhythmIn(zone)}
}

// Say prints a sentence in the reader's language. It is not inlined, nor are the smallest
// pieces below: they stand in the program two thousand times, which is 0.2 MB of it.
//
//go:noinline
func (r Reader) Say(key string, args ...any) string { return r.printer.Sprintf(key, args...) }

// Sentence prints what a rule said.
func (r Reader) Sentence(s oneonone.Sentence) string { return r.Say(s.Key, s.Args...) }

// Zone is where the reader lives.
func (r Reader) Zone() *time.Location { return r.zone }

// Living is the reader whose days run so: what is put off comes in their morning, and in
// a pause nothing comes that can wait, whatever day it is set to.
func (r Reader) Living(days oneonone.Rhythm) Reader {
	r.days, r.days.Zone = days, r.zone
	return r
}

// paused is the day until which the reader has paused; zero for none.
func (r Reader) paused() oneonone.Date {
	if r.days.Paused(r.Today()) {
		return r.days.PausedUntil
	}
	return oneonone.Date{}
}

// Quiet is the reader of whom the bot asks nothing until they are back, having left the
// last questions unanswered.
func (r Reader) Quiet(is bool) Reader {
	r.quiet = is
	return r
}

// inPause says, behind what is said of some morning, that none comes in a pause.
func (r Reader) inPause(promise string) string {
	if r.paused() == (oneonone.Date{}) {
		return promise
	}
	return strings.TrimSpace(promise + " " + r.Say("You've paused until %s: nothing comes before.", r.Day(r.paused())))
}

// Today is the reader's day.
func (r Reader) Today() oneonone.Date { return oneonone.DateOf(r.now.In(r.zone)) }

var weekdays = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

var months = [...]string{
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
}

// When is an instant inside a sentence of mrkdwn, which Slack shows in the zone
// and the clock of whoever looks ("tomorrow, 18:00", "Thursday, June 11th,
// 18:00"), with a fallback in the reader's zone.
func (r Reader) When(t time.Time) string {
	// Slack writes "Today" with a capital where the token stands first; a
	// zero-width space before it keeps "today" inside a sentence.
	return r.date("\u200b", t)
}

// WhenFirst is When at the beginning of a sentence.
func (r Reader) WhenFirst(t time.Time) string { return r.date("", t) }

func (r Reader) date(before string, t time.Time) string {
	return fmt.Sprintf("<!date^%d^%s{day_divider_pretty}, {time}|%s>", t.Unix(), before, r.WhenPlain(t))
}

// Clock is the time of day of an instant in mrkdwn, by the clock of whoever looks.
func (r Reader) Clock(t time.Time) string {
	return fmt.Sprintf("<!date^%d^{time}|%s>", t.Unix(), t.In(r.zone).Format("15:04"))
}

// NearDay is the day of an instant inside a sentence of mrkdwn, worded by Slack on
// the day it is looked at: "tomorrow", "today", "yesterday", "Thursday, June 11th".
func (r Reader) NearDay(t time.Time) string {
	return fmt.Sprintf("<!date^%d^\u200b{day_divider_pretty}|%s>", t.Unix(), r.Day(oneonone.DateOf(t.In(r.zone))))
}

// WhenPlain is an instant in plain text: "Thu 12 June, 18:00", with the year
// when it is another one.
func (r Reader) WhenPlain(t time.Time) string {
	local := t.In(r.zone)
	return r.Say("%s, %s", r.Day(oneonone.DateOf(local)), local.Format("15:04"))
}

// Soon is WhenPlain with "today" and "tomorrow" where they are true.
func (r Reader) Soon(t time.Time) string {
	local := t.In(r.zone)
	switch clock := local.Format("15:04"); oneonone.DateOf(local) {
	case r.Today():
		return r.Say("today %s", clock)
	case r.Today().AddDays(1):
		return r.Say("tomorrow %s", clock)
	}
	return r.WhenPlain(t)
}

// Day is a day in plain text: "Thu 12 June"; "" for no day.
func (r Reader) Day(d oneonone.Date) string {
	if d == (oneonone.Date{}) {
		return ""
	}
	weekday := r.Say(weekdays[d.In(time.UTC).Weekday()])
	month := r.Say(months[d.Month-1])
	// Digits go in as text: the printer would group a year's.
	if d.Year != r.Today().Year {
		return r.Say("%s %s %s %s", weekday, strconv.Itoa(d.Day), month, strconv.Itoa(d.Year))
	}
	return r.Say("%s %s %s", weekday, strconv.Itoa(d.Day), month)
}

// Minutes is a length of time: "45 minutes".
func (r Reader) Minutes(d time.Duration) string { return r.Say("%d minutes", int(d.Minutes())) }

// Escape makes typed text safe inside mrkdwn: nothing in it can mention
// anybody, link anywhere, or become a date.
func Escape(typed string) string { return escaper.Replace(typed) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Message is what is sent to a DM. Text is what a phone's lock screen and a
// screen reader get, and carries no private word. It is plain: whoever sends it
// escapes it.
type Message struct {
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks"`
}

// The small pieces. Plain text has emoji codes off: what people type stays as
// they typed it.

func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func mrkdwn(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, true)
}

// section is a paragraph of our own words, with what was typed escaped.
//
//go:noinline
func section(s string) *slack.SectionBlock { return slack.NewSectionBlock(mrkdwn(s), nil, nil) }

// typed is a paragraph somebody typed, as they typed it.
//
//go:noinline
func typed(s string) *slack.SectionBlock { return slack.NewSectionBlock(plain(s), nil, nil) }

func header(s string) *slack.HeaderBlock { return slack.NewHeaderBlock(plain(s)) }

// quiet is a small grey line.
//
//go:noinline
func quiet(s string) *slack.ContextBlock { return slack.NewContextBlock("", mrkdwn(s)) }

//go:noinline
func button(action, value, words string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(words))
}

func primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	b.Style = slack.StylePrimary
	return b
}

//go:noinline
func actions(elements ...slack.BlockElement) *slack.ActionBlock {
	return slack.NewActionBlock("", elements...)
}

func option(value, words, description string) *slack.OptionBlockObject {
	if description == "" {
		return slack.NewOptionBlockObject(value, plain(words), nil)
	}
	return slack.NewOptionBlockObject(value, plain(words), plain(description))
}

// choose is a select with one option chosen beforehand, if it is there.
func choose(action string, options []*slack.OptionBlockObject, chosen string) *slack.SelectBlockElement {
	s := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, action, options...)
	for _, o := range options {
		if o.Value == chosen {
			s.InitialOption = o
		}
	}
	return s
}

// input is a labelled field. Its block id is the field's name, so that an error
// finds it and what was typed stays across updates.
func input(field, label, hint string, element slack.BlockElement, required bool) *slack.InputBlock {
	b := slack.NewInputBlock(field, plain(label), nil, element)
	if hint != "" {
		b.Hint = plain(hint)
	}
	b.Optional = !required
	return b
}

// StillDrawn is a field of the open window below those of the next one, which may
// stay empty: what was typed in it has no other place to be.
func StillDrawn(b slack.Block) slack.Block {
	in, ok := b.(*slack.InputBlock)
	if !ok {
		return b
	}
	field := *in
	field.Optional = true
	return &field
}

// line is a text input.
func line(action, placeholder, initial string, most int, many bool) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, action)
	if placeholder != "" {
		e.Placeholder = plain(placeholder)
	}
	e.InitialValue = initial
	e.MaxLength = most
	e.Multiline = many
	return e
}

// instant asks for a day and a time, filled in where t is one. Slack fills in
// what has ten digits only, from 2001 to 2286, and refuses the whole window for
// any other, though people may pick it: what they picked stays under its block,
// until sending it says what is wrong.
func instant(action string, t time.Time) *slack.DateTimePickerBlockElement {
	e := slack.NewDateTimePickerBlockElement(action)
	if n := t.Unix(); n >= 1_000_000_000 && n <= 9_999_999_999 {
		e.InitialDateTime = n
	}
	return e
}

// Noted is a modal with a small grey line on top, when there is one: what of a
// person's words did not come along.
func Noted(note string, v slack.ModalViewRequest) slack.ModalViewRequest {
	if note != "" {
		v.Blocks.BlockSet = append([]slack.Block{quiet(note)}, v.Blocks.BlockSet...)
	}
	return v
}

// modal is a view with a title, at most 24 characters.
func modal(title, submit, closing string, blocks ...slack.Block) slack.ModalViewRequest {
	v := slack.ModalViewRequest{
		Type:   slack.VTModal,
		Title:  plain(title),
		Close:  plain(closing),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		v.Submit = plain(submit)
	}
	return v
}
