// Package oneonone holds the words and the rules of one-on-ones: what an
// organizer plans, what the person met may answer, what is asked afterwards,
// and when anybody may be interrupted. It imports the standard library only,
// and never asks for the time: whoever calls a rule passes now.
//
// # The words
//
// A word of the practice has a file here, and one of the same name in storage.
// In bot and bot/views the files are named after what people do with it: a
// meeting is planned in schedule.go, answered in invitation.go and told of in
// outcome.go; an ask's answer is in answer.go, and the list of asks in asks.go.
//
//   - meeting.go: a [Plan], the [Meeting] made of it, its [Kind], the [Answer]
//     of the person met, and everything that can become of it
//   - log.go: which talk is meant by one that is written down afterwards
//   - person.go: a [Member] of the workspace, a [Person] an organizer meets,
//     and the [Profile] Slack tells of them, which is not kept
//   - reflection.go: what the organizer wants to remember, and when the two
//     want to meet again
//   - note.go: what else they write of a talk: one page before it, and one behind
//     each door after it
//   - prep.go: what comes back from last time
//   - followup.go: what one of the two does next, and by when; what the person met
//     asks of the organizer
//   - nudge.go: what the bot says of its own accord, to whom and when; the
//     rules of attention stand here
//   - rhythm.go, settings.go: how somebody's days run, and what they have set
//   - warning.go: what is worth a second look before a talk is planned
//   - ask.go: an [Ask] of one person, what they said to it, which kind of no it was,
//     and what it needs next; turnout.go: how many yeses to collect
//   - overwrite.go: what was typed of an ask, where whom it is of wants it gone
//   - silence.go: what ends where somebody would rather not hear from us at all
//   - coach.go: the [Advice] a [Proposal] gets before it is made; the phrases it
//     listens for are in coach_phrases.go, how an ask is read and mended in
//     coach_read.go and coach_mend.go
//   - practice.go, practice.md: rounds to practise asking on, and hearing a no
//   - agenda.go, questions.go, questions.md: what to take along to a talk
//   - typed.go: what the bot understood of a message typed to it
//   - error.go: an [Error] has a kind, the field it belongs to, and a [Sentence]
//     for the person, with the next step
//   - id.go, date.go: the name of a row, and a day on the calendar
//
// docs/method.md tells of the practice and its sources.
//
// # The two flows
//
// Slack in: bot/socket.go takes an envelope, bot/router.go finds who answers
// it, the verb's file in bot asks a rule here, one transaction in storage writes
// the fact and the messages it calls for, bot/views draws what is to be seen,
// and bot/reply.go says what the one acknowledgement holds. What writes is on
// disk before it is acknowledged.
//
// Clock in: reminders looks every second, and at once when something was
// written. It claims what is due from storage's outbox, has bot/messenger.go
// draw it from the facts as they are now and send it, and marks it sent. What is
// due is in the database, so a machine that slept loses nothing.
//
// # The arrows
//
// The root imports the standard library. storage and bot/views import the root;
// reminders the root and storage; bot all of these; cmd/oneonone wires them.
// bot/sandbox imports nothing of ours, so that it cannot share our mistakes.
package oneonone
