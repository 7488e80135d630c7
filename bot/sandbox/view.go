package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
)

// stackLimit is how many views a modal may be deep.
const stackLimit = 3

// view is a modal or a Home tab as the workspace keeps it.
type view struct {
	id, kind, hash, external string
	user                     string
	root, previous           string
	doc                      node
	values                   map[string]map[string]Value
	errors                   map[string]string
	waiting                  int // unanswered envelopes
}

func (v *view) blocks() []any    { return v.doc.list("blocks") }
func (v *view) callback() string { return v.doc.str("callback_id") }

// slot finds an element of a view.
func (v *view) slot(blockID, actionID string) (slot, bool) {
	return findSlot(v.blocks(), blockID, actionID)
}

func findSlot(blocks []any, blockID, actionID string) (slot, bool) {
	for _, s := range slots(blocks) {
		if s.blockID == blockID && s.actionID == actionID {
			return s, true
		}
	}
	return slot{}, false
}

// readView checks the view of a call, by size and shape.
func (w *Workspace) readView(raw json.RawMessage, surface string) (node, *apiError) {
	if len(raw) > maxView {
		return nil, &apiError{code: "view_too_large"}
	}
	doc, problems := checkView(raw, surface)
	if problems != nil {
		return nil, &apiError{code: "invalid_arguments", messages: problems}
	}
	w.nameAll(doc.list("blocks"))
	return doc, nil
}

// taken says whether another open view has an external id.
func (w *Workspace) taken(external, except string) bool {
	for _, v := range w.views {
		if external != "" && v.external == external && v.id != except {
			return true
		}
	}
	return false
}

// newView makes a view of a document that was checked.
func (w *Workspace) newView(u *user, doc node) (*view, *apiError) {
	if w.taken(doc.str("external_id"), "") {
		return nil, &apiError{code: "duplicate_external_id"}
	}
	v := &view{id: w.newID("V"), kind: doc.str("type"), user: u.id}
	v.root = v.id
	w.fillView(v, doc)
	w.views[v.id] = v
	return v, nil
}

// fillView gives a view its new document; what was typed survives where Slack
// lets it.
func (w *Workspace) fillView(v *view, doc node) {
	v.values = startValues(doc.list("blocks"), v.values)
	v.doc, v.external, v.errors = doc, doc.str("external_id"), nil
	v.hash = strings.Replace(w.newTS(), ".", ".h", 1)
	w.bump()
}

// push opens a view on top of a person's stack.
func (w *Workspace) push(u *user, doc node) (*view, *apiError) {
	if len(u.stack) >= stackLimit {
		return nil, &apiError{code: "push_limit_reached"}
	}
	v, err := w.newView(u, doc)
	if err != nil {
		return nil, err
	}
	if n := len(u.stack); n > 0 {
		v.root, v.previous = u.stack[0].id, u.stack[n-1].id
	}
	u.stack = append(u.stack, v)
	w.bump()
	return v, nil
}

// drop takes views off a person's stack: the one given and what lies on it.
func (w *Workspace) drop(u *user, v *view) []*view {
	i := slices.Index(u.stack, v)
	if i < 0 {
		return nil
	}
	gone := slices.Clone(u.stack[i:])
	u.stack = u.stack[:i:i]
	for _, g := range gone {
		delete(w.views, g.id)
	}
	w.bump()
	return gone
}

// clear closes a person's whole modal.
func (w *Workspace) clear(u *user) []*view {
	if len(u.stack) == 0 {
		return nil
	}
	return w.drop(u, u.stack[0])
}

// viewJSON is a view as Slack shows it to the bot.
func (w *Workspace) viewJSON(v *view) object {
	o := object{
		"id": v.id, "team_id": w.team, "type": v.kind, "blocks": v.blocks(), "private_metadata": v.doc.str("private_metadata"),
		"callback_id": v.callback(), "state": wireState(v.values), "hash": v.hash, "clear_on_close": v.doc.flag("clear_on_close"),
		"notify_on_close": v.doc.flag("notify_on_close"), "root_view_id": v.root, "previous_view_id": nil,
		"app_id": w.appID, "external_id": v.external, "app_installed_team_id": w.team, "bot_id": w.botID,
		"title": nil, "submit": nil, "close": nil,
	}
	if v.blocks() == nil {
		o["blocks"] = []any{}
	}
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	for _, part := range []string{"title", "submit", "close"} {
		if n := v.doc.child(part); n != nil {
			o[part] = n
		}
	}
	return o
}

// shown is a view for callers outside.
func (v *view) shown() *View {
	if v == nil {
		return nil
	}
	errors := map[string]string{}
	for k, e := range v.errors {
		errors[k] = e
	}
	return &View{ID: v.id, User: v.user, Type: v.kind, CallbackID: v.callback(), Hash: v.hash, JSON: mustJSON(v.doc),
		Values: cloneValues(v.values), Errors: errors, Waiting: v.waiting > 0}
}
