package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"oneonone"
)

// Member gives the row of a Slack member, making it when it is their first
// time, and notes the zone Slack tells of; a nil zone leaves what is known.
func (db *DB) Member(ctx context.Context, slackID string, zone *time.Location) (oneonone.Member, error) {
	m, err := db.memberBySlackID(db.reading(ctx), slackID)
	if err == nil && (zone == nil || m.Zone.String() == zone.String()) {
		return m, nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return oneonone.Member{}, busy("read member", err)
	}
	err = db.tx(ctx, "keep member", func(tx *tx) error {
		m, err = db.memberBySlackID(tx, slackID)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			m = oneonone.Member{ID: oneonone.NewID(), SlackID: slackID, Rhythm: oneonone.RhythmIn(zone)}
			_, err = tx.exec(`insert into member (id, mac, slack_id, zone, created_at) values ($1, $2, $3, $4, $5)`,
				m.ID, db.seal.lookup("slack id", slackID), db.seal.seal(memberPlace("slack_id", m.ID), slackID), m.Zone.String(), tx.now.Unix())
			return err
		case err != nil:
			return err
		case zone == nil:
			return nil
		}
		was := m.Rhythm
		m.Zone = zone
		if _, err = tx.exec(`update member set zone = $1 where id = $2`, zone.String(), m.ID); err != nil {
			return err
		}
		if err := tx.redrawHours(m.ID); err != nil {
			return err
		}
		return tx.retime(m.ID, was, m.Rhythm)
	})
	return m, err
}

// redrawHours has the invitations of a member drawn anew that name an hour on a button:
// Slack shows the hours of a sentence in the zone of whoever looks, and those as written.
func (t *tx) redrawHours(member oneonone.ID) error {
	return t.redrawAll(`select organizer, id from meeting where member = $1 and ends_at > $2 and state in ('planned', 'declined')
		and (second_at is not null or suggested_at is not null)`, member, t.now.Unix())
}

// KnownMember says whether the bot has to do with a Slack member at all.
func (db *DB) KnownMember(ctx context.Context, slackID string) (bool, error) {
	_, err := db.memberBySlackID(db.reading(ctx), slackID)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, busy("look for member", err)
}

// MemberByID gives the row of a member.
func (db *DB) MemberByID(ctx context.Context, id oneonone.ID) (oneonone.Member, error) {
	m, err := db.member(db.reading(ctx), id)
	return m, busy("read member", err)
}

// Members are the rows of many members, read together.
func (db *DB) Members(ctx context.Context, ids []oneonone.ID) (map[oneonone.ID]oneonone.Member, error) {
	found, err := together(ids, func(some []any) ([]oneonone.Member, error) {
		rows, err := db.reading(ctx).query(`select `+memberColumns+` from member where id in (`+someIDs+`)`, some...)
		return all(rows, err, func(rows *sql.Rows) (oneonone.Member, error) { return db.scanMember(rows) })
	})
	out := make(map[oneonone.ID]oneonone.Member, len(found))
	for _, m := range found {
		out[m.ID] = m
	}
	return out, busy("read members", err)
}

// SetNoInvitations stops all invitations to a member, or lets them come again.
func (db *DB) SetNoInvitations(ctx context.Context, member oneonone.ID, stop bool) error {
	return db.tx(ctx, "set no invitations", func(tx *tx) error {
		var since any
		if stop {
			since = tx.now.Unix()
		}
		if _, err := tx.exec(`update member set no_invitations_at = $1 where id = $2`, since, member); err != nil || !stop {
			return err
		}
		return tx.stopWords(member)
	})
}

// Channel is the Slack id of the member's DM with the bot, or "".
func (db *DB) Channel(ctx context.Context, member oneonone.ID) (string, error) {
	var sealed []byte
	err := db.reading(ctx).row(`select channel from member where id = $1`, member).Scan(&sealed)
	if err != nil || sealed == nil {
		return "", busy("read channel", err)
	}
	return db.seal.open(memberPlace("channel", member), sealed)
}

// SetChannel notes the member's DM with the bot.
func (db *DB) SetChannel(ctx context.Context, member oneonone.ID, channel string) error {
	return db.tx(ctx, "keep channel", func(tx *tx) error {
		_, err := tx.exec(`update member set channel = $1 where id = $2`, db.seal.seal(memberPlace("channel", member), channel), member)
		return err
	})
}

// Welcome puts the welcome into the outbox, the first time only. Who was invited to a
// talk, or wants no invitations, or has somebody here, met or planned to, asked or
// followed up with, knows what this is for: to them it would bury what they came to read.
func (db *DB) Welcome(ctx context.Context, member oneonone.ID) error {
	return db.tx(ctx, "welcome", func(tx *tx) error {
		var knows bool
		err := tx.row(`select exists (select 1 from person where organizer = $1) or exists (select 1 from meeting where member = $1 and (notice <> 'tell' or answer <> ''))
			or exists (select 1 from member where id = $1 and no_invitations_at is not null)`, member).Scan(&knows)
		if err != nil || knows {
			return err
		}
		return tx.put(member, oneonone.Nudge{Kind: oneonone.NudgeWelcome, Subject: member, Receiver: member, Due: tx.now})
	})
}

// Awake notes that a member tapped something: what was unanswered is forgotten, and the
// bot asks again, the next morning also what came due in the quiet.
func (db *DB) Awake(ctx context.Context, member oneonone.ID) error {
	return db.tx(ctx, "wake", func(tx *tx) error {
		var quiet bool // or about to be, with the next question
		if err := tx.row(`select quiet_at is not null or unanswered >= $2 from member where id = $1`, member, oneonone.QuietAfter).Scan(&quiet); err != nil {
			return err
		}
		if _, err := tx.exec(`update member set unanswered = 0, quiet_at = null where id = $1`, member); err != nil || !quiet {
			return err
		}
		if err := errors.Join(tx.endQuiet(member), tx.redrawPutOff(member)); err != nil {
			return err
		}
		return tx.redraw(member, member) // what said so
	})
}

// Hint puts the answer into the outbox for who typed to the bot. Key names the
// message typed: told of it twice, the bot answers once. Of its words only what
// was understood is written down.
func (db *DB) Hint(ctx context.Context, member oneonone.ID, key string, heard oneonone.Typed) error {
	return db.tx(ctx, "hint", func(tx *tx) error {
		subject := oneonone.ID(db.seal.lookup("hint", key))
		// Told of again it may be understood otherwise: a verb was added, or Slack
		// says by now who is an app.
		var answered bool
		if err := tx.row(`select exists (select 1 from outbox where subject = $1 and receiver = $2 and kind = 'hint')`, subject, member).Scan(&answered); err != nil || answered {
			return err
		}
		return tx.put(member, oneonone.Nudge{Kind: oneonone.NudgeHint, Subject: subject, Receiver: member, Occurrence: heard.String(), Due: tx.now, Expires: tx.now.Add(time.Hour)})
	})
}

// personFor gives the organizer's row for whom they mean, making it at the first
// talk.
func (t *tx) personFor(organizer oneonone.ID, whom oneonone.Whom) (oneonone.Person, error) {
	p := oneonone.Person{ID: oneonone.NewID(), Organizer: organizer, Member: whom.Member}
	switch {
	case !whom.Person.IsZero():
		return t.db.person(t, organizer, whom.Person)
	case whom.Member.IsZero():
		p.Name, p.Reach = whom.Name, whom.Reach
		_, err := t.exec(`insert into person (id, organizer, name, reach, created_at) values ($1, $2, $3, $4, $5)`,
			p.ID, organizer, t.db.seal.seal(personPlace(p, "name"), p.Name), t.db.seal.seal(personPlace(p, "reach"), p.Reach), t.now.Unix())
		return p, err
	}
	_, err := t.exec(`insert into person (id, organizer, member, created_at) values ($1, $2, $3, $4) on conflict (organizer, member) do nothing`,
		p.ID, organizer, p.Member, t.now.Unix())
	if err != nil {
		return p, err
	}
	return t.db.scanPerson(t.row(`select `+personColumns+` from person where organizer = $1 and member = $2`, organizer, p.Member))
}

// Person is someone the organizer meets.
func (db *DB) Person(ctx context.Context, organizer, id oneonone.ID) (oneonone.Person, error) {
	p, err := db.person(db.reading(ctx), organizer, id)
	return p, busy("read person", err)
}

// People are many whom the organizer meets, read together.
func (db *DB) People(ctx context.Context, organizer oneonone.ID, ids []oneonone.ID) (map[oneonone.ID]oneonone.Person, error) {
	found, err := together(ids, func(some []any) ([]oneonone.Person, error) {
		rows, err := db.reading(ctx).query(`select `+personColumns+` from person where id in (`+someIDs+`) and +organizer = $21`, append(some, organizer)...)
		return all(rows, err, func(rows *sql.Rows) (oneonone.Person, error) { return db.scanPerson(rows) })
	})
	out := make(map[oneonone.ID]oneonone.Person, len(found))
	for _, p := range found {
		out[p.ID] = p
	}
	return out, busy("read people", err)
}

// Outside are the people outside Slack the organizer has met or planned to,
// the newest first.
func (db *DB) Outside(ctx context.Context, organizer oneonone.ID, limit int) ([]oneonone.Person, error) {
	rows, err := db.reading(ctx).query(`select `+personColumns+` from person where organizer = $1 and member is null order by created_at desc limit $2`, organizer, limit)
	out, err := all(rows, err, func(rows *sql.Rows) (oneonone.Person, error) { return db.scanPerson(rows) })
	return out, busy("read people outside", err)
}

// Submitted says whether a window has noted something already: a talk, a follow-up or an
// ask.
func (db *DB) Submitted(ctx context.Context, organizer oneonone.ID, submission string) (again bool, err error) {
	err = db.reading(ctx).row(`select exists (select 1 from meeting where organizer = $1 and submission = $2)
		or exists (select 1 from followup where organizer = $1 and submission = $2)
		or exists (select 1 from ask where organizer = $1 and submission = $2)`, organizer, db.seal.lookup("submission", submission)).Scan(&again)
	return again, busy("read submissions", err)
}

const personColumns = `id, organizer, member, name, reach, no_asks_at, no_contact_at is not null, no_asks_by`

func (db *DB) person(q querier, organizer, id oneonone.ID) (oneonone.Person, error) {
	return db.scanPerson(q.row(`select `+personColumns+` from person where organizer = $1 and id = $2`, organizer, id))
}

func (db *DB) scanPerson(row scanner) (oneonone.Person, error) {
	var p oneonone.Person
	var name, reach []byte
	var noAsks sql.NullInt64
	err := row.Scan(&p.ID, &p.Organizer, &p.Member, &name, &reach, &noAsks, &p.NoContact, &p.NoAsksBy)
	p.NoAsks = instant(noAsks)
	if err != nil || name == nil {
		return p, err
	}
	if p.Name, err = db.seal.open(personPlace(p, "name"), name); err != nil {
		return p, err
	}
	p.Reach, err = db.seal.open(personPlace(p, "reach"), reach)
	return p, err
}

func personPlace(p oneonone.Person, column string) place {
	return place{table: "person", column: column, owner: p.Organizer, id: p.ID}
}

func memberPlace(column string, id oneonone.ID) place {
	return place{table: "member", column: column, owner: id, id: id}
}

const memberColumns = `id, slack_id, zone, no_invitations_at, unanswered, morning, quiet_from, quiet_to, lead, paused_until, initials, morning_sent_at`

func (db *DB) memberBySlackID(q querier, slackID string) (oneonone.Member, error) {
	return db.scanMember(q.row(`select `+memberColumns+` from member where mac = $1`, db.seal.lookup("slack id", slackID)))
}

func (db *DB) member(q querier, id oneonone.ID) (oneonone.Member, error) {
	return db.scanMember(q.row(`select `+memberColumns+` from member where id = $1`, id))
}

func (db *DB) scanMember(row scanner) (oneonone.Member, error) {
	var m oneonone.Member
	var sealed []byte
	var zone string
	var stopped, morning sql.NullInt64
	var set oneonone.Rhythm
	var paused string
	if err := row.Scan(&m.ID, &sealed, &zone, &stopped, &m.Unanswered,
		&set.Morning, &set.QuietFrom, &set.QuietTo, &set.Lead, &paused, &m.Initials, &morning); err != nil {
		return m, err
	}
	var err error
	if m.SlackID, err = db.seal.open(memberPlace("slack_id", m.ID), sealed); err != nil {
		return m, err
	}
	in, _ := time.LoadLocation(zone) // nil where this machine knows no such zone
	m.Rhythm = set
	m.Zone = oneonone.RhythmIn(in).Zone
	if paused != "" {
		if m.PausedUntil, err = oneonone.ParseDate(paused); err != nil {
			return m, err
		}
	}
	m.NoInvitations, m.MorningSent = stopped.Valid, instant(morning)
	return m, nil
}
