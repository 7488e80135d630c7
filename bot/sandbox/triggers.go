package sandbox

import "time"

// trigger is what a trigger_id stands for: one person's click, good for one
// view within three seconds of real time.
type trigger struct {
	user    string
	at      time.Time
	used    bool
	inModal bool // the click was in a modal, so a view may be pushed on it
}

// newTrigger makes a trigger id for something a person just did.
func (w *Workspace) newTrigger(user string, inModal bool) string {
	w.serial++
	id := "1337." + random(5) + "." + random(16)
	w.triggers.put(id, &trigger{user: user, at: time.Now(), inModal: inModal}, func(t *trigger) bool { return time.Since(t.at) > time.Minute })
	return id
}

// takeTrigger uses the trigger of a call up.
func (w *Workspace) takeTrigger(c *call) (*trigger, *apiError) {
	t := w.triggers.at(c.str("trigger_id"))
	switch {
	case t == nil:
		return nil, &apiError{code: "invalid_trigger_id"}
	case t.used:
		return nil, &apiError{code: "exchanged_trigger_id"}
	case time.Since(t.at) > w.opts.TriggerLife:
		return nil, &apiError{code: "expired_trigger_id"}
	}
	t.used, c.click = true, t.at
	return t, nil
}
