package sandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// The gallery is a page on which nothing happens: it shows what an app can show,
// drawn by the same renderer, for those who choose the words and the looks.

// Sample is one view or message of an app, for the gallery.
type Sample struct {
	// Group is the heading it stands under: the verb it belongs to.
	Group string
	Name  string
	// Surface is "modal", "home" or "message".
	Surface string
	// Payload is the view as views.open takes it, or the "text" and "blocks"
	// of a message.
	Payload json.RawMessage
}

// ShowGallery shows samples on the page's /gallery, in place of those before. It
// refuses what Slack would.
func (w *Workspace) ShowGallery(samples []Sample) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]galleryItem, 0, len(samples))
	for _, s := range samples {
		item, err := w.galleryItem(s)
		if err != nil {
			return fmt.Errorf("sandbox: the sample %s: %s %s", s.Name, err.code, strings.Join(err.messages, "; "))
		}
		list = append(list, item)
	}
	w.gallery = list
	w.bump()
	return nil
}

func (w *Workspace) hasGallery() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.gallery) > 0
}

// galleryItem is a sample that was checked: either a view or a message.
type galleryItem struct {
	Sample
	view    *View
	message Message
}

func (w *Workspace) galleryItem(s Sample) (galleryItem, *apiError) {
	item := galleryItem{Sample: s}
	switch s.Surface {
	case "modal", "home":
		doc, err := w.readView(s.Payload, s.Surface)
		if err != nil {
			return item, err
		}
		item.view = &View{Type: s.Surface, JSON: mustJSON(doc), Values: startValues(doc.list("blocks"), nil)}
	case "message":
		c := &call{method: "gallery"}
		v, err := decode(s.Payload)
		if err != nil {
			return item, &apiError{code: "invalid_json"}
		}
		c.args = asNode(v)
		m, failed := w.readContent(c)
		if failed != nil {
			return item, failed
		}
		item.message = Message{Channel: "gallery", User: w.botUser, Text: m.text, Blocks: m.blocks}
	default:
		return item, &apiError{code: "invalid_arguments", messages: []string{fmt.Sprintf("no surface is called %q", s.Surface)}}
	}
	return item, nil
}

// galleryModel is the gallery on its way into page/gallery.html.
type galleryModel struct {
	Workspace, App string
	Looks          []lookModel
	Look           string // "system", "light", "dark" or "both"
	All            bool   // nothing is folded away
	Toggle         string // address of the page with All the other way round
	Count          int
	Groups         []galleryGroup
}

type lookModel struct {
	Name, Words, Href string
	Current           bool
}

type galleryGroup struct {
	ID, Name string
	Count    int
	Kinds    []galleryKind
}

// galleryKind is a group's samples of one view, by its title, or its messages:
// the emptiest and the longest first, what lies between behind them.
type galleryKind struct {
	Name string
	Ends []galleryFrame
	Rest []galleryFrame
}

type galleryFrame struct {
	ID, Name, Mark  string
	Surface         string
	Title           string // of a modal
	Text            string // a message's words for notifications
	App, Time       string
	Face            faceModel
	Pictures        []galleryPicture
	measure, number int
}

// galleryPicture is a frame in one look.
type galleryPicture struct {
	ID, Scheme, Words string
	View              *viewModel
	Body              template.HTML
}

var lookNames = []struct{ name, words string }{
	{"system", "As this machine"}, {"light", "Light"}, {"dark", "Dark"}, {"both", "Both"},
}

func (p *page) getGallery(rw http.ResponseWriter, r *http.Request) {
	p.w.mu.Lock()
	items := p.w.gallery
	p.w.mu.Unlock()
	if len(items) == 0 {
		http.NotFound(rw, r)
		return
	}
	m, err := p.galleryModel(items, r.FormValue("look"), r.FormValue("all") != "")
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = pageTemplates.ExecuteTemplate(rw, "gallery", m) // the reader went away
}

func (p *page) galleryModel(items []galleryItem, look string, all bool) (*galleryModel, error) {
	m := &galleryModel{Workspace: p.w.opts.Name, App: p.w.App().Name, Look: "system", All: all, Count: len(items)}
	address := func(look string, all bool) string {
		query := "/gallery?look=" + look
		if all {
			query += "&all=1"
		}
		return query
	}
	for _, l := range lookNames {
		if l.name == look {
			m.Look = look
		}
	}
	for _, l := range lookNames {
		m.Looks = append(m.Looks, lookModel{l.name, l.words, address(l.name, all), l.name == m.Look})
	}
	m.Toggle = address(m.Look, !all)

	r := p.galleryReader()
	for i, item := range items {
		f, err := p.galleryFrame(r, item, m.Look, i)
		if err != nil {
			return nil, err
		}
		m.add(item.Group, f)
	}
	for _, g := range m.Groups {
		for i := range g.Kinds {
			g.Kinds[i].sort()
		}
	}
	return m, nil
}

// add puts a frame under its group and title.
func (m *galleryModel) add(group string, f galleryFrame) {
	id := "group-" + slug(group)
	i := slices.IndexFunc(m.Groups, func(g galleryGroup) bool { return g.ID == id })
	if i < 0 {
		i = len(m.Groups)
		m.Groups = append(m.Groups, galleryGroup{ID: id, Name: strings.ReplaceAll(group, "_", " ")})
	}
	g := &m.Groups[i]
	g.Count++
	name := cmp.Or(f.Title, map[string]string{"message": "Messages", "home": "Home"}[f.Surface])
	k := slices.IndexFunc(g.Kinds, func(k galleryKind) bool { return k.Name == name })
	if k < 0 {
		k = len(g.Kinds)
		g.Kinds = append(g.Kinds, galleryKind{Name: name})
	}
	g.Kinds[k].Rest = append(g.Kinds[k].Rest, f)
}

// galleryReader is the first person of the workspace, or nobody in particular.
func (p *page) galleryReader() *reader {
	if people := p.w.People(); len(people) > 0 {
		return p.readerFor(people[0])
	}
	return &reader{loc: time.UTC, now: p.w.Clock().Now(), locale: "en-US", names: map[string]string{}}
}

func (p *page) galleryFrame(r *reader, item galleryItem, look string, number int) (galleryFrame, error) {
	app := p.w.App().Name
	f := galleryFrame{
		ID: "sample-" + slug(item.Surface+" "+item.Name), Name: item.Name, Surface: item.Surface, Text: item.message.Text,
		App: app, Time: r.clockTime(r.now), Face: p.face(p.w.BotUserID(), app), number: number, measure: len(item.Payload),
	}
	schemes := []string{look}
	if look == "both" {
		schemes = []string{"light", "dark"}
	}
	for _, scheme := range schemes {
		pic := galleryPicture{ID: scheme + "-" + f.ID, Scheme: scheme, Words: item.Name}
		if len(schemes) > 1 {
			pic.Words += ", " + scheme
		}
		var err error
		if item.view != nil {
			v := *item.view
			v.ID = pic.ID
			level := map[string]int{"modal": 5, "home": 4}[item.Surface] // a modal's title is one
			pic.View, err = r.view(&v, level)
			if err == nil {
				pic.Body, f.Title = pic.View.Blocks, pic.View.Title
			}
		} else {
			message := item.message
			message.TS = pic.ID
			pic.Body, err = r.message(message, 4)
		}
		if err != nil {
			return f, err
		}
		f.Pictures = append(f.Pictures, pic)
	}
	return f, nil
}

// sort takes the emptiest and the longest to the front, when it is of use.
func (k *galleryKind) sort() {
	if len(k.Rest) <= 2 {
		k.Ends, k.Rest = k.Rest, nil
	} else {
		byLength := func(a, b galleryFrame) int { return a.measure - b.measure }
		least, most := slices.MinFunc(k.Rest, byLength).number, slices.MaxFunc(k.Rest, byLength).number
		between := k.Rest
		k.Rest = nil
		for _, f := range between {
			if f.number == least || f.number == most {
				k.Ends = append(k.Ends, f)
			} else {
				k.Rest = append(k.Rest, f)
			}
		}
	}
	if len(k.Ends) == 2 && k.Ends[0].measure != k.Ends[1].measure {
		if k.Ends[0].measure > k.Ends[1].measure {
			slices.Reverse(k.Ends)
		}
		k.Ends[0].Mark, k.Ends[1].Mark = "the emptiest", "the longest"
	}
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

// slug is a name as part of an address.
func slug(name string) string {
	return strings.Trim(notInID.ReplaceAllString(strings.ToLower(name), "-"), "-")
}
