package sandbox

// viewsOpen is views.open. A modal that is open already gives way.
func (w *Workspace) viewsOpen(c *call) (object, *apiError) {
	doc, err := w.readView(c.raw("view"), "modal")
	if err != nil {
		return nil, err
	}
	if w.taken(doc.str("external_id"), "") {
		return nil, &apiError{code: "duplicate_external_id"}
	}
	t, err := w.takeTrigger(c)
	if err != nil {
		return nil, err
	}
	u := w.users[t.user]
	w.clear(u)
	return w.answerView(w.push(u, doc))
}

// viewsPush is views.push, on the modal in which the trigger was made.
func (w *Workspace) viewsPush(c *call) (object, *apiError) {
	doc, err := w.readView(c.raw("view"), "modal")
	if err != nil {
		return nil, err
	}
	t, err := w.takeTrigger(c)
	if err != nil {
		return nil, err
	}
	u := w.users[t.user]
	if !t.inModal || len(u.stack) == 0 {
		return nil, &apiError{code: "not_found"}
	}
	return w.answerView(w.push(u, doc))
}

// viewsUpdate is views.update, by view id or external id.
func (w *Workspace) viewsUpdate(c *call) (object, *apiError) {
	v := w.views[c.str("view_id")]
	if external := c.str("external_id"); v == nil && external != "" {
		for _, other := range w.views {
			if other.external == external {
				v = other
			}
		}
	}
	surface := "modal"
	if v != nil {
		surface = v.kind
	}
	doc, err := w.readView(c.raw("view"), surface)
	switch hash := c.str("hash"); {
	case err != nil:
		return nil, err
	case v == nil:
		return nil, &apiError{code: "not_found"}
	case hash != "" && hash != v.hash:
		return nil, &apiError{code: "hash_conflict"}
	case w.taken(doc.str("external_id"), v.id):
		return nil, &apiError{code: "duplicate_external_id"}
	}
	w.fillView(v, doc)
	return w.answerView(v, nil)
}

// viewsPublish is views.publish: a person's Home tab.
func (w *Workspace) viewsPublish(c *call) (object, *apiError) {
	doc, err := w.readView(c.raw("view"), "home")
	if err != nil {
		return nil, err
	}
	if !w.app.HomeTab {
		return nil, &apiError{code: "not_enabled"}
	}
	u := w.users[c.str("user_id")]
	if u == nil || u.profile.Bot || u.profile.Stranger {
		return nil, &apiError{code: "user_not_found"}
	}
	if u.profile.Deleted {
		return nil, &apiError{code: "user_disabled"}
	}
	if u.home == nil {
		if u.home, err = w.newView(u, doc); err != nil {
			return nil, err
		}
		return w.answerView(u.home, nil)
	}
	switch hash := c.str("hash"); {
	case hash != "" && hash != u.home.hash:
		return nil, &apiError{code: "hash_conflict"}
	case w.taken(doc.str("external_id"), u.home.id):
		return nil, &apiError{code: "duplicate_external_id"}
	}
	w.fillView(u.home, doc)
	return w.answerView(u.home, nil)
}

func (w *Workspace) answerView(v *view, err *apiError) (object, *apiError) {
	if err != nil {
		return nil, err
	}
	return object{"view": w.viewJSON(v)}, nil
}
