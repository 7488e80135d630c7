package sandbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// This file moves the workspace's clock from the page, and tells what fell due
// on the way.

const (
	// rideStop is how long the clock rests where something fell due, so that
	// people see it happen; rideStops bounds how often.
	rideStop  = 350 * time.Millisecond
	rideStops = 8
	// rideLegs bounds the search for the next thing that can be seen.
	rideLegs = 100
)

// ride is one move of the clock.
type ride struct {
	id       int // counts the rides; 0 before the first
	from     time.Time
	moving   bool
	away     map[string]int // the last ride that each person has put away
	earliest string         // timestamps after this one are the ride's
}

// clockModel is the clock on its way into page/page.html.
type clockModel struct {
	Day, Year, Time string
	Native          string
	Hour, Minute    float64 // how far the hands have turned, in degrees
	Moving          bool
}

func (p *page) clock(r *reader) clockModel {
	local := r.now.In(r.loc)
	minutes := float64(local.Hour()*60 + local.Minute())
	p.mu.Lock()
	defer p.mu.Unlock()
	return clockModel{
		Day: local.Format("Mon 2 Jan"), Year: local.Format("2006"), Time: r.clockTime(r.now), Native: local.Format(nativeDateTime),
		Hour: minutes / 2, Minute: float64(local.Minute()) * 6, Moving: p.ride.moving,
	}
}

// rideModel is a ride on its way into page/page.html.
type rideModel struct {
	Moving   bool
	From, To string
	Stops    []rideStopModel
}

type rideStopModel struct {
	ID         string
	Face       faceModel
	Name       string
	Time, Full string
	Text, Href string
	New        bool // another day than the stop before
	Day        string
}

// rideModel tells a person what the last ride brought to whom, until they put it
// away.
func (p *page) rideModel(who *Person, r *reader) *rideModel {
	p.mu.Lock()
	last := p.ride
	away := last.away[who.ID()]
	p.mu.Unlock()
	if last.id <= away {
		return nil
	}
	m := &rideModel{Moving: last.moving, From: r.dayAndTime(last.from), To: r.dayAndTime(r.now)}
	for _, s := range p.stops(last.earliest) {
		local := s.message.At.In(r.loc)
		stop := rideStopModel{
			ID: "ride-" + s.to.ID() + "-" + s.message.TS, Face: p.face(s.to.ID(), displayName(s.to.Profile())),
			Name: displayName(s.to.Profile()), Time: r.clockTime(s.message.At), Full: local.Format("Monday 2 January 2006, 15:04"),
			Day: local.Format("Mon 2 Jan"), Text: r.bare(s.message.Text), Href: href(s.to.Profile().Name, "dm", false),
		}
		stop.New = len(m.Stops) == 0 || m.Stops[len(m.Stops)-1].Day != stop.Day
		m.Stops = append(m.Stops, stop)
	}
	return m
}

func (r *reader) dayAndTime(t time.Time) string {
	return t.In(r.loc).Format("Mon 2 Jan") + ", " + r.clockTime(t)
}

// stop is something that came to a person on a ride.
type stop struct {
	to      *Person
	message Message
}

// stops lists what the bot wrote to people after a timestamp, in its order.
func (p *page) stops(after string) []stop {
	var out []stop
	for _, who := range p.w.People() {
		for _, m := range who.Messages("") {
			if m.TS > after && m.User == p.w.BotUserID() {
				out = append(out, stop{who, m})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b stop) int { return cmp.Compare(a.message.TS, b.message.TS) })
	return out
}

func (p *page) doAdvance(r *http.Request, who *Person) error {
	p.putAway(who)
	clock, loc := p.w.Clock(), zone(who.Profile())
	now := clock.Now()
	var (
		to   time.Time
		done func() bool
	)
	switch r.PostForm.Get("by") {
	case "next": // until something can be seen
	case "tour":
		var err error
		if done, err = p.stepDone(p.w.ctx, who); err != nil {
			return err
		}
	case "hour":
		to = now.Add(time.Hour)
	case "tomorrow":
		to = tomorrowAtNine(now.In(loc))
	case "two-days":
		to = now.AddDate(0, 0, 2)
	default:
		t, err := time.ParseInLocation(nativeDateTime, r.PostForm.Get("to"), loc)
		if err != nil {
			return refusal("Choose a day and a time.")
		}
		to = t
	}
	if !to.IsZero() && !to.After(now) {
		return refusal("The clock only moves forward.")
	}
	earliest, ok := p.startRide()
	if !ok {
		return nil
	}
	defer p.endRide()
	// The move goes on when the window that asked for it is left.
	err := p.travel(p.w.ctx, to, done, earliest, r.PostForm.Get("still") == "")
	if _, ours := errors.AsType[refusal](err); err != nil && !ours {
		return fmt.Errorf("move the clock: %w", err)
	}
	return err
}

func tomorrowAtNine(now time.Time) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, now.Location())
}

// travel moves the clock from one due instant to the next: to a time, or, when
// that is zero, until done, or, when that is nil, until something came to
// somebody. With rest set it stops where something came.
func (p *page) travel(ctx context.Context, to time.Time, done func() bool, earliest string, rest bool) error {
	clock, seen, rests := p.w.Clock(), 0, 0
	for range rideLegs {
		due, any, err := clock.due(ctx)
		if err != nil {
			return err
		}
		if !to.IsZero() && (!any || due.After(to)) {
			break
		}
		if !any {
			return refusal("Nothing is waiting to happen.")
		}
		if err := clock.Advance(ctx, max(0, due.Sub(clock.Now()))); err != nil {
			return err
		}
		came := len(p.stops(earliest))
		switch {
		case !to.IsZero():
		case done == nil && came > seen, done != nil && done():
			return nil
		}
		if came > seen && rest && rests < rideStops {
			rests++
			select {
			case <-time.After(rideStop):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		seen = came
	}
	if to.IsZero() {
		return refusal("Nothing came in all this time.")
	}
	return clock.Advance(ctx, max(0, to.Sub(clock.Now())))
}

// startRide begins to move the clock, unless somebody is at it.
func (p *page) startRide() (earliest string, ok bool) {
	for _, s := range p.stops("") {
		earliest = max(earliest, s.message.TS)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ride.moving {
		return "", false
	}
	p.ride.id++
	p.ride.from, p.ride.moving, p.ride.earliest = p.w.Clock().Now(), true, earliest
	p.poke()
	return earliest, true
}

func (p *page) endRide() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ride.moving = false
	p.poke()
}

var htmlTag = regexp.MustCompile(`<[^>]*>`)

// bare is a message's first words without markup, to be told in passing.
func (r *reader) bare(text string) string {
	line := htmlTag.ReplaceAllString(string(r.mrkdwn(text)), "")
	return strings.Join(strings.Fields(html.UnescapeString(line)), " ")
}
