package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

const (
	maxPicture      = 8 << 20 // bytes
	picturePatience = 10 * time.Second
	// keptPictures bounds what is held in memory.
	keptPictures = 50
)

// pictures fetches what image blocks name, as Slack's own servers do: the page
// loads nothing from elsewhere, and whoever serves a picture does not learn who
// looked at it. Only addresses that some block named are fetched.
type pictures struct {
	mu    sync.Mutex
	named map[string]string // the page's name of a picture to its address
	kept  map[string]keptPicture
	order []string // names in kept, oldest first
}

type keptPicture struct {
	kind string // its media type
	data []byte
}

func newPictures() *pictures {
	return &pictures{named: map[string]string{}, kept: map[string]keptPicture{}}
}

// address is where the page has a picture; "" for what is no web address.
func (p *pictures) address(from string) string {
	u, err := url.Parse(from)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	sum := sha256.Sum256([]byte(from))
	name := hex.EncodeToString(sum[:16])
	p.mu.Lock()
	defer p.mu.Unlock()
	p.named[name] = from
	return "/picture/" + name
}

func (p *pictures) get(rw http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	p.mu.Lock()
	from, known := p.named[name]
	picture, kept := p.kept[name]
	p.mu.Unlock()
	if !known {
		http.NotFound(rw, r)
		return
	}
	if !kept {
		var err error
		if picture, err = p.fetch(r.Context(), from); err != nil {
			http.Error(rw, "The picture cannot be had: "+err.Error(), http.StatusBadGateway)
			return
		}
		p.keep(name, picture)
	}
	rw.Header().Set("Content-Type", picture.kind)
	_, _ = rw.Write(picture.data) // the reader went away
}

func (p *pictures) keep(name string, picture keptPicture) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, twice := p.kept[name]; twice {
		return
	}
	if len(p.order) == keptPictures {
		delete(p.kept, p.order[0])
		p.order = p.order[1:]
	}
	p.kept[name], p.order = picture, append(p.order, name)
}

// pictureKinds are the kinds that Slack shows. An SVG may hold a script, and
// neither Slack nor the page shows one.
var pictureKinds = []string{"image/png", "image/jpeg", "image/gif"}

func (p *pictures) fetch(ctx context.Context, from string) (keptPicture, error) {
	ctx, cancel := context.WithTimeout(ctx, picturePatience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return keptPicture{}, err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return keptPicture{}, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return keptPicture{}, fmt.Errorf("its server says %s", answer.Status)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxPicture+1))
	if err != nil {
		return keptPicture{}, err
	}
	if len(data) > maxPicture {
		return keptPicture{}, errors.New("it is larger than 8 MB")
	}
	// What it is, is seen in it, whatever its server says.
	kind := http.DetectContentType(data)
	if !slices.Contains(pictureKinds, kind) {
		return keptPicture{}, fmt.Errorf("%s is no picture that Slack shows", kind)
	}
	return keptPicture{kind, data}, nil
}
