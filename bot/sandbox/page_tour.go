package sandbox

import (
	"context"
	"html/template"
)

// Tour leads whoever looks at the page through what the app does, one step after
// the other. It stands over the conversation, may be followed, ignored or put
// away, and nobody says "next" to it: how far they are follows from what
// happened.
type Tour struct {
	// Name is what it is called, "A short tour".
	Name string
	// Steps is how many there are.
	Steps int
	// Next tells a person what is to be done next. It is asked whenever the page
	// is drawn, by several at a time, and acts on nothing. While it cannot tell,
	// there is no tour.
	Next func(ctx context.Context, who *Person) (TourStep, error)
}

// TourStep is what is to be done next.
type TourStep struct {
	Done int    // how many steps are behind; all of them at the end
	Say  string // one sentence, mrkdwn
	// Seat is who does it; to anybody else the page offers their seat. Nil when
	// it may be anybody.
	Seat *Person
	// Type is what the page offers to type to the app; "" for nothing.
	Type string
	// Forward is on a button that moves the clock until the step is done; "" for
	// none.
	Forward string
	// Look is set at the end: the page offers its other places.
	Look bool
}

// ShowTour gives the page a tour.
func (w *Workspace) ShowTour(t Tour) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tour = &t
	w.bump()
}

// tourModel is the tour on its way into page/page.html.
type tourModel struct {
	Name              string
	Done, Step, Steps int    // Step is the one that is next
	Dots              []bool // a dot a step; those behind are true
	Say               template.HTML
	Seat              *personModel
	Type, Forward     string
	Look              bool
}

// tourStep is the tour, and what it tells a person now; nil without one.
func (p *page) tourStep(ctx context.Context, who *Person) (*Tour, TourStep) {
	p.w.mu.Lock()
	t := p.w.tour
	p.w.mu.Unlock()
	if t == nil {
		return nil, TourStep{}
	}
	step, err := t.Next(ctx, who)
	if err != nil {
		return nil, TourStep{}
	}
	return t, step
}

// tour draws the tour for a person, among the people they see.
func (p *page) tour(ctx context.Context, who *Person, r *reader, people []personModel) *tourModel {
	t, step := p.tourStep(ctx, who)
	if t == nil {
		return nil
	}
	m := &tourModel{
		Name: t.Name, Done: step.Done, Step: step.Done + 1, Steps: t.Steps, Dots: make([]bool, t.Steps), Say: r.mrkdwn(step.Say),
		Type: step.Type, Forward: step.Forward, Look: step.Look,
	}
	for i := range m.Dots {
		m.Dots[i] = i < step.Done
	}
	if step.Seat == nil || step.Seat.ID() == who.ID() {
		return m
	}
	for _, other := range people {
		if other.ID == step.Seat.ID() {
			m.Seat, m.Type, m.Forward = &other, "", ""
			m.Seat.Href = href(other.Handle, "dm", false)
		}
	}
	return m
}

// errNoTour is said to who pressed on a tour that is over meanwhile.
var errNoTour error = refusal("The tour has gone on meanwhile.")

// stepDone gives a function that says whether the step of the tour that is next
// now was done since.
func (p *page) stepDone(ctx context.Context, who *Person) (func() bool, error) {
	t, was := p.tourStep(ctx, who)
	if t == nil || was.Forward == "" {
		return nil, errNoTour
	}
	return func() bool {
		_, now := p.tourStep(ctx, who)
		return now.Done > was.Done
	}, nil
}
