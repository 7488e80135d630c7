package reminders_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"oneonone"
	"oneonone/storage"
)

// Asks in random lives: what an organizer does with them, and what must hold
// whatever they do.

// askWindow is the window an ask was sent from.
type askWindow struct {
	name      string
	organizer oneonone.ID
	storage.NewAsk
}

// sentWord is a word to the person of an ask that was acknowledged, and the ask as it
// stood when it was written.
type sentWord struct {
	id, ask, organizer oneonone.ID
	of                 oneonone.Ask
	last               time.Time // until when it may arrive
}

// sameWord says whether what a word may speak of is as it was: when and where, and
// what came of it.
func (w sentWord) sameWord(a oneonone.Ask) bool {
	return a.What == w.of.What && a.At.Equal(w.of.At) && a.Where == w.of.Where && a.Starts == w.of.Starts && a.Involves == w.of.Involves && a.Outcome == w.of.Outcome
}

// begun says whether somebody was counted on for what is no longer to come.
func (w sentWord) begun(now time.Time) bool {
	return w.of.What == oneonone.Event && w.of.Outcome == oneonone.OutcomeOpen && !w.of.At.IsZero() && !now.Before(w.of.At)
}

// nothing is what people do who find nothing to do.
func nothing() error { return nil }

// askThat is mostly an ask of which something is true, where there is one.
func (l *life) askThat(t *rapid.T, fits func(oneonone.Ask) bool) (oneonone.Ask, bool) {
	from := l.facts().asks
	if len(from) == 0 {
		return oneonone.Ask{}, false
	}
	if rapid.IntRange(0, 7).Draw(t, "any ask") < 7 {
		if fit := slices.DeleteFunc(slices.Clone(from), func(a oneonone.Ask) bool { return !fits(a) }); len(fit) > 0 {
			from = fit
		}
	}
	return from[rapid.IntRange(0, len(from)-1).Draw(t, "which ask")], true
}

// ask gets an ask ready, or notes one that was made.
func (l *life) ask(t *rapid.T) act {
	l.n++
	w := askWindow{name: fmt.Sprint("ask ", l.n), organizer: l.people[rapid.IntRange(0, 1).Draw(t, "organizer")]}
	switch rapid.IntRange(0, 3).Draw(t, "of whom") {
	case 0: // the next of a chain
		a, ok := l.askThat(t, func(a oneonone.Ask) bool { return a.Said == oneonone.SaidNo || a.Said == oneonone.SaidMaybe })
		if !ok {
			return nothing
		}
		w.organizer, w.Whom, w.Parent = a.Organizer, oneonone.Whom{Person: a.Person}, a.ID
	case 1: // of a talk
		m, ok := l.meeting(t)
		if !ok {
			return nothing
		}
		w.organizer, w.Whom, w.Meeting = m.Organizer, oneonone.Whom{Person: m.Person}, m.ID
	default:
		w.Whom = l.drawWhom(t, w.organizer)
	}
	asked := rapid.IntRange(0, 2).Draw(t, "already asked") > 0
	w.Proposal = l.proposal(t, w.organizer, asked)
	if asked {
		w.Reaction = l.reaction(t, w.organizer)
	}
	w.Unasked = w.Said == oneonone.SaidYes && rapid.IntRange(0, 5).Draw(t, "they offered it") == 5
	return func() error { return l.sendAsk(w) }
}

// proposal fills in what is asked for.
func (l *life) proposal(t *rapid.T, who oneonone.ID, asked bool) oneonone.Proposal {
	p := oneonone.Proposal{Words: rapid.SampledFrom([]string{"Will you come", "Will you cook"}).Draw(t, "ask for"), What: oneonone.Event}
	zone, now := l.member(who).Zone, l.clock.Now()
	when := rapid.IntRange(0, 3).Draw(t, "when")
	switch {
	case rapid.IntRange(0, 2).Draw(t, "a role") == 2:
		p.What = oneonone.Role
		if when > 0 {
			p.Starts = oneonone.DateOf(now.In(zone)).AddDays(rapid.IntRange(0, 4).Draw(t, "days to the role"))
		}
	case when == 1 && asked:
		p.At = now.Add(-time.Duration(rapid.IntRange(1, 60).Draw(t, "hours since the event")) * time.Hour)
	case when > 0:
		p.At = l.soon(t)
	}
	for _, err := range p.Check(now, zone, asked) {
		l.t.Fatalf("an ask that cannot be: %v", err)
	}
	return p
}

// reaction fills in what they said.
func (l *life) reaction(t *rapid.T, who oneonone.ID) oneonone.Reaction {
	today := oneonone.DateOf(l.clock.Now().In(l.member(who).Zone))
	r := oneonone.Reaction{
		Said:      rapid.SampledFrom([]oneonone.Said{oneonone.SaidYes, oneonone.SaidYes, oneonone.SaidNo, oneonone.SaidNo, oneonone.SaidMaybe, oneonone.NotAsked}).Draw(t, "they said"),
		No:        rapid.SampledFrom(oneonone.NoKinds).Draw(t, "which no"),
		NoContact: rapid.Bool().Draw(t, "no contact"),
		Then:      rapid.SampledFrom(oneonone.Thens).Draw(t, "and then"),
		Back:      today.AddDays(rapid.IntRange(1, 6).Draw(t, "days to come back")),
	}
	if r.Said != oneonone.SaidNo && rapid.Bool().Draw(t, "no day") {
		r.Back = oneonone.Date{}
	}
	for _, err := range r.Check(today) {
		l.t.Fatalf("an answer that cannot be: %v", err)
	}
	return r
}

// sendAsk sends a window.
func (l *life) sendAsk(w askWindow) error {
	if err := l.awake(w.organizer); err != nil {
		return err
	}
	a, err := l.db.PutAsk(context.Background(), w.organizer, w.name, w.NewAsk)
	if err == nil {
		l.hushed(a)
	}
	l.tell("%d sends %s of %d: %s %q %q %t %s, %v; %v", l.who(w.organizer), w.name, l.who(w.Whom.Member), w.What, w.Said, w.No, w.NoContact, w.Then, w.At, err)
	if err != nil {
		return err
	}
	l.done.Lock()
	defer l.done.Unlock()
	if h := (held{a.ID, a.Organizer}); !slices.Contains(l.asked, h) {
		l.asked = append(l.asked, h)
	}
	l.askWindows = append(slices.DeleteFunc(l.askWindows, func(o askWindow) bool { return o.name == w.name }), w)
	return nil
}

// askAgain is Slack delivering a window once more, which changes nothing; or the
// same one with something else in it, since its answer was lost.
func (l *life) askAgain(t *rapid.T) {
	if len(l.askWindows) == 0 {
		return
	}
	w := l.askWindows[rapid.IntRange(0, len(l.askWindows)-1).Draw(t, "window")]
	w.Reopen, w.Hear = false, false // that whom it is for now changed their mind, nobody said
	if rapid.Bool().Draw(t, "just the same") {
		l.wantSame("the same ask again", func() error { return l.sendAsk(w) })
		return
	}
	switch rapid.IntRange(0, 2).Draw(t, "mended") {
	case 0:
		w.Proposal = l.proposal(t, w.organizer, false)
	case 1:
		w.Reaction = l.reaction(t, w.organizer)
	default:
		if w.Parent.IsZero() && w.Meeting.IsZero() { // else whom it is of is said, and not asked
			w.Whom = l.drawWhom(t, w.organizer)
		}
	}
	l.refusedBy(l.sendAsk(w))
}

// answerAsk notes what they said, or corrects it.
func (l *life) answerAsk(t *rapid.T) act {
	a, ok := l.askThat(t, func(a oneonone.Ask) bool { return a.Withdrawn.IsZero() })
	if !ok {
		return nothing
	}
	// Noted just before it is written.
	r, now := l.reaction(t, a.Organizer), l.clock.Now().Add(-time.Duration(rapid.IntRange(0, 1).Draw(t, "seconds ago"))*time.Second)
	return l.changesAsk(t, a, fmt.Sprintf(answers+" %q %q %t %s %s", r.Said, r.No, r.NoContact, r.Then, r.Back), func(a *oneonone.Ask) error { return a.Answer(r, now) })
}

// changeAsk rewords an ask, moves its day, or says what came of it.
func (l *life) changeAsk(t *rapid.T) act {
	a, ok := l.askThat(t, func(a oneonone.Ask) bool { return a.Withdrawn.IsZero() && a.Said != oneonone.SaidNo })
	if !ok {
		return nothing
	}
	now, p := l.clock.Now(), l.proposal(t, a.Organizer, false)
	moved := a.Proposal
	if moved.What == oneonone.Event {
		moved.At = l.soon(t)
	} else if p.What == oneonone.Role {
		moved.Starts = p.Starts
	}
	rules := map[string]func(*oneonone.Ask) error{
		"reword":   func(a *oneonone.Ask) error { return a.Reword(p) },
		"move":     func(a *oneonone.Ask) error { return a.Move(moved.At, moved.Starts) },
		"came":     func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, now) },
		"still on": func(a *oneonone.Ask) error { return a.StillOn(now, l.member(a.Organizer).Zone) },
		"let go":   func(a *oneonone.Ask) error { return a.LetGo(now, time.UTC) },
		"didn't":   func(a *oneonone.Ask) error { return a.Happened(oneonone.DidNotCome, now) },
	}
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(rules))).Draw(t, "change of the ask")
	return l.changesAsk(t, a, name, rules[name])
}

// overwriteAsk writes over what was typed of an ask, however it stands: nobody hears
// less of it, or more.
func (l *life) overwriteAsk(t *rapid.T) act {
	a, ok := l.askThat(t, func(oneonone.Ask) bool { return true })
	if !ok {
		return nothing
	}
	words := oneonone.AskWords{Words: rapid.SampledFrom([]string{"gone", a.Words}).Draw(t, "written over")}
	return func() error {
		if err := l.awake(a.Organizer); err != nil {
			return err
		}
		err := l.db.OverwriteAsk(context.Background(), a.Organizer, a.ID, a.Version, words)
		l.tell("%d writes over ask %s; %v", l.who(a.Organizer), short(a.ID), err)
		return err
	}
}

// changesAsk changes an ask as it was seen, now or before: what was changed since
// stands.
func (l *life) changesAsk(t *rapid.T, a oneonone.Ask, what string, rule func(*oneonone.Ask) error) act {
	seen := a.Version - max(0, rapid.IntRange(-5, 1).Draw(t, "versions ago"))
	return func() error {
		if err := l.awake(a.Organizer); err != nil {
			return err
		}
		change := l.db.ChangeAsk
		switch {
		case what == "move":
			change = l.moveAsk
		case strings.HasPrefix(what, answers):
			change = l.noteAnswer
		}
		_, err := change(context.Background(), a.Organizer, a.ID, func(a *oneonone.Ask) error {
			was := *a
			err := a.Seen(seen, rule)
			switch {
			case *a != was && (err != nil || a.Version == was.Version):
				l.wrongly("%s changed %+v to %+v, and not the version; %v", what, was, *a, err)
			case *a != was && seen != was.Version:
				l.wrongly("%s was seen at %d, and changed %+v to %+v", what, seen, was, *a)
			}
			return err
		})
		l.tell("%d %s of ask %s; %v", l.who(a.Organizer), what, short(a.ID), err)
		return err
	}
}

// moveAsk moves the day of a yes in its window, which says at once that a word of the
// old day does not go.
func (l *life) moveAsk(ctx context.Context, organizer, id oneonone.ID, rule func(*oneonone.Ask) error) (oneonone.Ask, error) {
	a, unsaid, err := l.db.MoveAsk(ctx, organizer, id, rule)
	if err == nil && unsaid {
		l.tookBack(id)
	}
	return a, err
}

// answers is what somebody does who notes what they said.
const answers = "answers"

// noteAnswer notes what they said in its window, which says at once where a word that waited
// does not go.
func (l *life) noteAnswer(ctx context.Context, organizer, id oneonone.ID, rule func(*oneonone.Ask) error) (oneonone.Ask, error) {
	a, err := l.db.AnswerAsk(ctx, organizer, id, rule)
	if err == nil {
		l.hushed(a)
	}
	return a.Ask, err
}

// hushed notes which words do not go, as the window said: of the ask itself, or of any to
// somebody who would rather not hear from its organizer at all.
func (l *life) hushed(a storage.Answered) {
	if !a.Unsaid {
		return
	}
	l.tookBack(a.ID)
	if !a.NoContact {
		return
	}
	l.done.Lock()
	words := slices.Clone(l.words)
	l.done.Unlock()
	for _, w := range words {
		if w.organizer == a.Organizer && w.of.Person == a.Person {
			l.tookBack(w.ask)
		}
	}
}

// tookBack notes that the author of an ask's words which do not go knows of it: they moved
// its day, or sent others in their place.
func (l *life) tookBack(ask oneonone.ID) {
	rows, err := l.raw.Query(`select word.id, receiver from word join outbox on kind = 'word' and subject = word.id where ask = $1 and state = 'dropped'`, ask)
	if err != nil {
		l.t.Fatalf("look for words that do not go: %v", err)
	}
	defer rows.Close()
	l.done.Lock()
	defer l.done.Unlock()
	for rows.Next() {
		var word, to oneonone.ID
		if err := rows.Scan(&word, &to); err != nil {
			l.t.Fatalf("look for words that do not go: %v", err)
		}
		l.unsaid[key(oneonone.NudgeWord, "", word, to)] = true
	}
}

// word has the bot send a word to who said yes.
func (l *life) word(t *rapid.T) act {
	a, ok := l.askThat(t, func(a oneonone.Ask) bool { return a.Said == oneonone.SaidYes && !a.Member.IsZero() })
	if !ok {
		return nothing
	}
	l.n++
	name := fmt.Sprint("word ", l.n)
	words := rapid.SampledFrom([]string{"I count on you", "The side door is open"}).Draw(t, "words")
	last, err := l.db.LastWord(context.Background(), a)
	if err != nil {
		l.t.Fatalf("read the last word: %v", err)
	}
	return func() error {
		if err := l.awake(a.Organizer); err != nil {
			return err
		}
		l.done.Lock()
		l.writing = a
		l.done.Unlock()
		_, err := l.db.SendWord(context.Background(), a.Organizer, a.ID, a.Version, last, name, words, true)
		l.tell("%d sends a word to %d, of ask %s; %v", l.who(a.Organizer), l.who(a.Member), short(a.ID), err)
		if err != nil {
			return err
		}
		l.tookBack(a.ID)
		l.adoptAsks()
		return nil
	}
}

// askTwice does something about asks twice over. The second time it changes
// nothing.
func (l *life) askTwice(draw func(*rapid.T) act) func(*rapid.T) {
	return func(t *rapid.T) {
		act := draw(t)
		l.refusedBy(act())
		l.wantSame("the same once more", act)
	}
}

// wantSame does what must change nothing about asks, and send nothing.
func (l *life) wantSame(what string, do act) {
	look := func() string { return fmt.Sprintf("%+v %+v", l.facts().asks, l.words) + l.outbox() }
	was := look()
	l.refusedBy(do())
	if is := look(); is != was {
		l.wrongly("%s changed\n%s\nto\n%s", what, was, is)
	}
}

// reopen is a person who changed their mind. It has an instant to itself: a not
// ever is before it or after it.
func (l *life) reopen(t *rapid.T) {
	a, ok := l.askThat(t, func(a oneonone.Ask) bool { return a.No == oneonone.NotEver })
	if !ok {
		return
	}
	l.clock.Advance(time.Second)
	var err error
	hear := false
	if rapid.Bool().Draw(t, "with an ask") {
		hear = rapid.Bool().Draw(t, "and hear from us")
		l.n++
		w := askWindow{name: fmt.Sprint("ask ", l.n), organizer: a.Organizer}
		w.Whom, w.Reopen, w.Hear, w.Proposal = oneonone.Whom{Person: a.Person}, true, hear, l.proposal(t, a.Organizer, false)
		err = l.sendAsk(w)
	} else {
		err = l.db.Reopen(context.Background(), a.Organizer, a.Person)
	}
	l.tell("the person of ask %s changed their mind, and wants to hear from us: %t; %v", short(a.ID), hear, err)
	if l.refusedBy(err); err == nil {
		l.reopened[a.Person] = l.clock.Now()
		if hear {
			l.hear[a.Person] = l.clock.Now()
		}
	}
	l.clock.Advance(time.Second)
}

// adoptAsks gets to know the asks and words that are there.
func (l *life) adoptAsks() {
	l.done.Lock()
	defer l.done.Unlock()
	l.asked = l.all(l.asked, `select id, organizer from ask order by created_at`)
	rows, err := l.raw.Query(`select word.id, ask, organizer, expires_at from word join outbox on kind = 'word' and subject = word.id`)
	if err != nil {
		l.t.Fatalf("look for words: %v", err)
	}
	defer rows.Close()
	for rows.Next() {
		var w sentWord
		var last int64
		if err := rows.Scan(&w.id, &w.ask, &w.organizer, &last); err != nil {
			l.t.Fatalf("look for words: %v", err)
		}
		w.last = time.Unix(last, 0)
		if !slices.ContainsFunc(l.words, func(o sentWord) bool { return o.id == w.id }) {
			w.of = l.writing
			l.words = append(l.words, w)
		}
	}
}

// readAsks adds the asks to the facts, what confirms their yeses, and who said
// not ever.
func (l *life) readAsks(f *facts) {
	l.done.Lock()
	asked := slices.Clone(l.asked)
	l.done.Unlock()
	f.closed, f.silent = map[oneonone.ID]bool{}, map[oneonone.ID]bool{}
	for _, h := range asked {
		a, err := l.db.Ask(context.Background(), h.organizer, h.id)
		if err != nil {
			l.t.Fatalf("read ask: %v", err)
		}
		f.asks = append(f.asks, a)
		if a.Said == oneonone.SaidNo && a.No == oneonone.NotEver {
			f.closed[a.Person] = f.closed[a.Person] || !a.AnsweredAt.Before(l.reopened[a.Person])
			f.silent[a.Person] = f.silent[a.Person] || a.NoContact && !a.AnsweredAt.Before(l.hear[a.Person])
			l.heard.silenced[a.Person] = l.heard.silenced[a.Person] || f.silent[a.Person]
		}
		var id oneonone.ID
		switch err := l.raw.QueryRow(`select id from followup where ask = $1`, h.id).Scan(&id); err {
		case nil:
			f.followups = append(f.followups, l.noticed(held{id, h.organizer}))
		case sql.ErrNoRows:
		default:
			l.t.Fatalf("look for what confirms a yes: %v", err)
		}
	}
}

func (f *facts) ask(id oneonone.ID) (oneonone.Ask, bool) {
	i := slices.IndexFunc(f.asks, func(a oneonone.Ask) bool { return a.ID == id })
	if i < 0 {
		return oneonone.Ask{}, false
	}
	return f.asks[i], true
}

// stands says whether an ask is still anything to its organizer: of who said not ever,
// only what they gave their yes to is.
func (f *facts) stands(a oneonone.Ask) bool {
	return a.Withdrawn.IsZero() && !a.Followed && a.Outcome == oneonone.OutcomeOpen && (!f.closed[a.Person] || a.Said == oneonone.SaidYes)
}

// toConfirm says whether there is a yes to confirm.
func (f *facts) toConfirm(id oneonone.ID) bool {
	a, _ := f.ask(id)
	over := a.What == oneonone.Event && !a.At.IsZero() && !a.At.After(f.now)
	return a.Said == oneonone.SaidYes && f.stands(a) && !over
}

// confirmsOver says whether a follow-up confirms a yes whose event is over.
func (f *facts) confirmsOver(id oneonone.ID) bool {
	p, _ := f.followup(id)
	a, of := f.ask(p.Ask)
	return of && a.What == oneonone.Event && !a.At.IsZero() && !a.At.After(f.now)
}

// wordComes says whether a word that does what a follow-up is for is on its way.
func (f *facts) wordComes(id oneonone.ID) bool {
	p, _ := f.followup(id)
	return p.WordComes
}

// askIs says whether what a message tells of an ask is so.
func (f *facts) askIs(r storage.Row) bool {
	a, ok := f.ask(r.Subject)
	if !ok || !f.stands(a) {
		return false
	}
	today, day := oneonone.DateOf(f.now.In(f.members[a.Organizer].Zone)), f.dayOf(a)
	putOff := oneonone.WasPutOff(r.Occurrence)
	if putOff && (a.Later.About != r.Kind || a.Later.On == oneonone.Date{} || today.Before(a.Later.On)) || !putOff && a.Later.About == r.Kind {
		return false
	}
	switch r.Kind {
	case oneonone.NudgeGetBack:
		comes := a.Said == oneonone.SaidMaybe || a.Said == oneonone.SaidNo && a.Then == oneonone.ThenAgain
		return comes && a.Back != oneonone.Date{} && !today.Before(a.Back)
	case oneonone.NudgeStillOn:
		return a.Said == oneonone.SaidYes && a.What == oneonone.Event && today.AddDays(1) == day
	}
	return a.Said == oneonone.SaidYes && day != oneonone.Date{} && day.Before(today)
}

// dayOf is the day of an event, or the one a role begins, where its organizer lives;
// none where it is open.
func (f *facts) dayOf(a oneonone.Ask) oneonone.Date {
	switch {
	case a.What == oneonone.Role:
		return a.Starts
	case a.At.IsZero():
		return oneonone.Date{}
	}
	return oneonone.DateOf(a.At.In(f.members[a.Organizer].Zone))
}

// askSpeaksOf is what a line about an ask would say of itself: the day it was
// written for must be the present one.
func askSpeaksOf(f *facts, r storage.Row) string {
	a, ok := f.ask(r.Subject)
	if !ok {
		return "no ask"
	}
	day := a.Back.String()
	if r.Kind != oneonone.NudgeGetBack {
		day = fmt.Sprint(a.Dated)
	}
	if named, _, _ := strings.Cut(strings.TrimSuffix(r.Occurrence, "-again"), "-later-"); named != day {
		return "another day, " + day
	}
	return ""
}

// wordStands says whether a word to somebody may go to them.
func (l *life) wordStands(f *facts, w sentWord, to oneonone.ID) bool {
	a, _ := f.ask(w.ask)
	return a.Said == oneonone.SaidYes && a.Withdrawn.IsZero() && a.Member == to
}

// wordOf is the word a message carries.
func (l *life) wordOf(id oneonone.ID) sentWord {
	l.done.Lock()
	defer l.done.Unlock()
	if i := slices.IndexFunc(l.words, func(w sentWord) bool { return w.id == id }); i >= 0 {
		return l.words[i]
	}
	return sentWord{}
}

// wrongWord complains of a word that should not go out.
func (l *life) wrongWord(f *facts, r storage.Row, to oneonone.ID, say func(string, ...any)) {
	w := l.wordOf(r.Subject)
	a, _ := f.ask(w.ask)
	switch {
	case w.id.IsZero():
		say("was never sent")
	case !l.wordStands(f, w, to):
		say("is of no yes of theirs: %+v", a)
	case f.silent[a.Person]:
		say("goes to who would rather not hear from us at all")
	case f.members[to].NoInvitations:
		say("goes to who wants to hear no more")
	case !w.sameWord(a):
		say("is of another day: %+v, and now %+v", w.of, a)
	case w.begun(f.now):
		say("counts on them for what has begun: %+v", a)
	}
}

// excuseAsks notes what was asked of nobody for a while, since a not ever had ended
// it which was corrected: it may come by itself.
func (l *life) excuseAsks(f *facts) {
	for _, a := range f.asks {
		if !a.Withdrawn.IsZero() {
			l.heard.withdrawn[a.ID] = true
		}
	}
	for k, n := range l.called(f) {
		if l.heard.withdrawn[n.Subject] && !n.soon.After(f.now) {
			l.heard.wait(k, n.soon)
		}
	}
}

// excuseWords notes which words need not come, and which must wait.
func (l *life) excuseWords(f *facts) {
	for _, w := range l.words {
		var to oneonone.ID
		if err := l.raw.QueryRow(`select receiver from outbox where kind = 'word' and subject = $1`, w.id).Scan(&to); err != nil {
			l.t.Fatalf("look for word: %v", err)
		}
		k := key(oneonone.NudgeWord, "", w.id, to)
		a, _ := f.ask(w.ask)
		l.done.Lock()
		told := l.unsaid[k]
		l.done.Unlock()
		if !l.wordStands(f, w, to) || f.silent[a.Person] || told {
			l.heard.excused[k] = true
		}
		if !w.sameWord(a) {
			l.heard.moved[w.id] = true
		}
		if until := wakes(f.now, f.members[to].Rhythm); l.heard.times[k] == 0 && until.Before(w.last) {
			l.heard.wait(k, until)
		}
		for _, m := range f.meetings {
			if away(m, f.now) && (to == m.Organizer || to == m.Member && m.Answer == oneonone.Coming) {
				l.heard.wait(k, m.End())
			}
		}
	}
}

// checkWords checks that each word has arrived, or that its author hears that it
// has not; and that one that has arrived confirms the yes it was written of.
func (l *life) checkWords(f *facts) {
	for _, w := range l.words {
		var to oneonone.ID
		var undone bool
		err := l.raw.QueryRow(`select receiver, exists (select 1 from outbox told where told.kind = 'undone' and told.subject = $1 and told.receiver = $2 and told.occurrence = $3)
			from outbox where kind = 'word' and subject = $4`, w.ask, w.organizer, "unsaid-"+w.id.String(), w.id).Scan(&to, &undone)
		if err != nil {
			l.t.Fatalf("look for word: %v", err)
		}
		k := key(oneonone.NudgeWord, "", w.id, to)
		came, did := l.heard.wordCame[w.id]
		switch {
		case did:
			i := slices.IndexFunc(f.followups, func(p oneonone.Followup) bool { return p.Ask == w.ask })
			if i >= 0 && f.followups[i].State == oneonone.Open && f.followups[i].CreatedAt.Before(came) && !l.heard.moved[w.id] {
				l.wrongly("at %v: the word came %v, and is still to be sent: %+v", f.now, came, f.followups[i])
			}
		case !l.heard.excused[k] && !undone && !f.now.Before(l.heard.patience[k]):
			l.wrongly("at %v: a word to %d never came: %+v", f.now, l.who(to), w)
		}
	}
}

// checkAsks checks the asks and what goes with them.
func (l *life) checkAsks(f *facts, look func(oneonone.ID, int)) {
	for _, a := range f.asks {
		look(a.ID, a.Version)
		if day := f.dayOf(a); day != (oneonone.Date{}) && len(l.rhythms[a.Organizer]) == 1 {
			// What is asked of one day is no answer to what is to be asked of another.
			named := fmt.Sprint(a.ID, " ", a.AskedFor(oneonone.NudgeCame))
			if was, there := l.heard.days[named]; there && was != day {
				l.wrongly("of %s and of %s the same is asked: %+v", was, day, a)
			}
			l.heard.days[named] = day
		}
		p, err := l.db.Person(context.Background(), a.Organizer, a.Person)
		if err != nil {
			l.t.Fatalf("read person: %v", err)
		}
		if closed := !p.NoAsks.IsZero(); closed != f.closed[a.Person] || p.NoContact != f.silent[a.Person] {
			l.wrongly("closed: %t, and no word: %t; want %t, %t, of %+v", closed, p.NoContact, f.closed[a.Person], f.silent[a.Person], a)
		}
		for _, m := range f.meetings {
			// What they said, and what was planned, since then is another thing.
			before := m.AnsweredAt.Before(p.NoAsks) && m.PlannedAt.Before(p.NoAsks)
			invited := m.State == oneonone.Planned && m.Notice == oneonone.NoticeInvite && m.Answer != oneonone.Coming && m.Over().After(f.now)
			withdrawn := m.State == oneonone.CalledOff && m.Why == oneonone.WhyNoContact
			switch {
			case m.Person != a.Person:
			case invited && p.NoContact && before:
				l.wrongly("an invitation waits for who would rather not hear from us: %+v", m)
			case withdrawn && m.Answer == oneonone.Coming:
				l.wrongly("what they said yes to ended: %+v", m)
			}
		}
		waits := a.Said == oneonone.NotAsked || a.Said == oneonone.SaidMaybe || a.Said == oneonone.SaidNo && a.Then == oneonone.ThenAgain
		if waits && a.Withdrawn.IsZero() && !a.Followed && a.Outcome == oneonone.OutcomeOpen && f.closed[a.Person] {
			l.wrongly("open, of who said not ever: %+v", a)
		}
		if by, ok := f.ask(a.Withdrawn); !a.Withdrawn.IsZero() && (!ok || by.No != oneonone.NotEver || by.Person != a.Person) {
			l.wrongly("withdrawn by no not ever: %+v", a)
		}
		if a.Said == oneonone.SaidYes && !a.Withdrawn.IsZero() {
			l.wrongly("a yes of theirs was taken for open, and withdrawn: %+v", a)
		}
		i := slices.IndexFunc(f.followups, func(p oneonone.Followup) bool { return p.Ask == a.ID })
		if i < 0 {
			if f.toConfirm(a.ID) {
				l.wrongly("nothing confirms %+v", a)
			}
			continue
		}
		c := f.followups[i]
		if l.heard.ended[a.ID] && a.Withdrawn.IsZero() && f.toConfirm(a.ID) && c.State == oneonone.Dropped {
			l.wrongly("%+v is confirmed no more, though what had ended it was corrected", a)
		}
		l.heard.ended[a.ID] = !a.Withdrawn.IsZero()
		if f.confirmsOver(c.ID) {
			l.heard.over[a.ID] = a.At
		} else if was, ever := l.heard.over[a.ID]; ever && c.State == oneonone.Open && c.CreatedAt.Before(was) {
			l.wrongly("%+v is to be confirmed as before the event of %v was over: %+v", a, was, c)
		}
		if c.Person != a.Person || c.Member != a.Member {
			l.wrongly("%+v confirms another's %+v", c, a)
		}
		if c.State == oneonone.Open && (a.Said != oneonone.SaidYes || !a.Withdrawn.IsZero() || a.Outcome != oneonone.OutcomeOpen) {
			l.wrongly("%+v confirms no yes, %+v", c, a)
		}
		if c.Version > 1 || a.Version > 1 || a.Back != (oneonone.Date{}) {
			continue
		}
		if late := c.CreatedAt.Add(48 * time.Hour); c.Due.After(late) {
			l.wrongly("a yes of %v is confirmed %v", c.CreatedAt, c.Due)
		}
		if day, days := f.dayOf(a), l.rhythms[a.Organizer]; a.What == oneonone.Event && day != (oneonone.Date{}) && len(days) == 1 {
			// Before they are asked about the day before, or that very morning.
			for _, ahead := range []int{-2, -1} {
				if m := days[0].MorningOf(day.AddDays(ahead)); m.After(c.CreatedAt) {
					if c.Due.After(m) {
						l.wrongly("a yes of %v to what is on %v is confirmed %v", c.CreatedAt, a.At, c.Due)
					}
					break
				}
			}
		}
	}
}
