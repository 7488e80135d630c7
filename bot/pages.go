package bot

import "strings"

// pages are the pages of a list that somebody turned to, by the place each begins at;
// the last is open. None is the first page. A window carries them along, so that one
// finds back the way one came.
type pages []string

// pagesMost is how many are carried: some sixty characters each, and a window takes 3000.
// From the earliest of them it goes back to the first page.
const pagesMost = 40

// pagesOf reads what String wrote.
func pagesOf(carried string) pages { return strings.Fields(carried) }

// String is fit for a window to carry.
func (p pages) String() string { return strings.Join(p, " ") }

// place is where the open page begins; "" for the first.
func (p pages) place() string {
	if len(p) == 0 {
		return ""
	}
	return p[len(p)-1]
}

// to turns to the page that begins there.
func (p pages) to(place string) pages {
	p = append(p[:len(p):len(p)], place)
	return p[max(0, len(p)-pagesMost):]
}

// back turns to the page before.
func (p pages) back() pages { return p[:max(0, len(p)-1)] }
