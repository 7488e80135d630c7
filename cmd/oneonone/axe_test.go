package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axe-core looks for what keeps people from using a page: missing names, poor
// contrast, lost focus. It is a script of half a megabyte under its own licence
// (MPL 2.0), so it is not kept here: npm, which comes with Node, brings it when
// the tests run, from its cache after the first time. To take a newer one:
// `npm view axe-core version dist.integrity`.
const (
	axeVersion   = "4.14.1"
	axeIntegrity = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==" // SHA-512 of the package
)

// axe is the script; where the project is checked it must be had.
func axe(t testing.TB) (script string, ok bool) {
	t.Helper()
	script, err := fetchAxe()
	if err == nil {
		return script, true
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("axe-core %s cannot be had, and the page has to be checked with it. Install npm, and let it reach its registry: %v", axeVersion, err)
	}
	t.Logf("The page is not checked with axe-core, which cannot be had here: %v", err)
	return "", false
}

var fetchAxe = sync.OnceValues(func() (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "axe-core-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	pack := exec.CommandContext(ctx, npm, "pack", "axe-core@"+axeVersion, "--prefer-offline", "--silent", "--pack-destination", dir)
	pack.Dir = dir
	if said, err := pack.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm pack: %w %s", err, said)
	}
	packed, err := os.ReadFile(filepath.Join(dir, "axe-core-"+axeVersion+".tgz"))
	if err != nil {
		return "", err
	}
	if sum := sha512.Sum512(packed); base64.StdEncoding.EncodeToString(sum[:]) != axeIntegrity {
		return "", errors.New("npm brought another axe-core than the one that is pinned")
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	for files := tar.NewReader(unzipped); ; {
		file, err := files.Next()
		if err != nil {
			return "", fmt.Errorf("axe.min.js in axe-core's package: %w", err)
		}
		if file.Name == "package/axe.min.js" {
			script, err := io.ReadAll(files)
			return string(script), err
		}
	}
})

// looks are the two the page has.
var looks = []string{"light", "dark"}

// dress makes the window light or dark.
func (t *tab) dress(look string) {
	t.Helper()
	t.do("dress in "+look, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	}))
}

// accessible checks what the window shows. In the dark only colours differ.
func (t *tab) accessible(station string) {
	t.Helper()
	script, ok := axe(t)
	if !ok {
		return
	}
	if there, err := ask[struct{ Axe bool }](t, `({ Axe: !!window.axe })`); err != nil || !there.Axe {
		t.await("axe-core", `(() => { `+script+`; return !!window.axe })()`)
	}
	for _, look := range looks {
		t.dress(look)
		options := "{ resultTypes: ['violations'] }"
		if look == "dark" {
			options = "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }"
		}
		type violation struct {
			ID, Help string
			Nodes    []struct{ HTML, FailureSummary string }
		}
		found, err := ask[struct{ Violations []violation }](t, `(async () => {
			try {
				const r = await axe.run(document, `+options+`);
				return { Violations: r.violations.map(v => ({ ID: v.id, Help: v.help, Nodes: v.nodes.slice(0, 4).map(n => ({ HTML: n.html.slice(0, 300), FailureSummary: n.failureSummary })) })) };
			} catch (e) { return { Violations: [{ ID: 'axe-core failed', Help: String(e), Nodes: [] }] }; }
		})()`)
		if err != nil {
			t.fail("check %s with axe-core: %v", station, err)
		}
		for _, v := range found.Violations {
			var where strings.Builder
			for _, n := range v.Nodes {
				fmt.Fprintf(&where, "\n  %s\n    %s", n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n    "))
			}
			t.Errorf("%s, on the %s, %s: %s: %s%s", station, t.device.name, look, v.ID, v.Help, where.String())
		}
	}
	t.dress("light")
}
