package storage

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"oneonone"
)

// keyPrefix stands before the key in its file, so that a wrong file is a
// sentence and not a decryption error.
const keyPrefix = "oneonone-key-1:"

const keyFileHead = `# The key of the oneonone database beside this file. Keep a copy elsewhere:
# without it, what people wrote cannot be read by anyone, and with it and the
# database it can be read by whoever has both.
`

// ErrKey is what Open wraps when the key file is missing, damaged, or belongs to
// another database.
var ErrKey = errors.New("key")

// seal encrypts what people type. A sealed value is four bytes that name the
// key, a random nonce and AES-256-GCM ciphertext, bound to the table, column,
// owner and row it was made for: moved anywhere else it does not open.
type seal struct {
	keyID [4]byte
	aead  cipher.AEAD
	mac   []byte // subkey for finding Slack ids and submissions
}

func newSeal(key []byte) (*seal, error) {
	derive := func(use string, n int) ([]byte, error) {
		return hkdf.Key(sha256.New, key, nil, "oneonone "+use, n)
	}
	id, err := derive("key id", 4)
	if err != nil {
		return nil, err
	}
	words, err := derive("words", 32)
	if err != nil {
		return nil, err
	}
	mac, err := derive("lookup", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(words)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &seal{keyID: [4]byte(id), aead: aead, mac: mac}, nil
}

// place is where a sealed value lives.
type place struct {
	table, column string
	owner, id     oneonone.ID
}

func (p place) bytes() []byte {
	b := make([]byte, 0, len(p.table)+len(p.column)+2+32)
	b = append(b, p.table...)
	b = append(b, 0)
	b = append(b, p.column...)
	b = append(b, 0)
	b = append(b, p.owner[:]...)
	return append(b, p.id[:]...)
}

func (s *seal) seal(p place, words string) []byte {
	return s.aead.Seal(bytes.Clone(s.keyID[:]), nil, []byte(words), p.bytes())
}

func (s *seal) open(p place, sealed []byte) (string, error) {
	if len(sealed) < len(s.keyID) || !bytes.Equal(sealed[:4], s.keyID[:]) {
		return "", fmt.Errorf("%w: %s.%s was sealed with another key", ErrKey, p.table, p.column)
	}
	words, err := s.aead.Open(nil, nil, sealed[4:], p.bytes())
	if err != nil {
		return "", fmt.Errorf("%w: open %s.%s: %w", ErrKey, p.table, p.column, err)
	}
	return string(words), nil
}

// What proves that a key is a database's: a word it must open.
const (
	proofQuery = `select proof from seal_check`
	proofWords = "oneonone"
)

var proofPlace = place{table: "seal_check", column: "proof"}

// proven reads the proof and opens it. sql.ErrNoRows means that there is none
// yet.
func (s *seal) proven(row *sql.Row) error {
	var proof []byte
	if err := row.Scan(&proof); err != nil {
		return err
	}
	if got, err := s.open(proofPlace, proof); err != nil || got != proofWords {
		return fmt.Errorf("%w: the key file is not the one this database was made with. Put your copy of the right one back, or point --key-file to it", ErrKey)
	}
	return nil
}

// lookup is a keyed hash: equal inputs are found, and nothing is learned
// without the key. Use separates what it is for.
func (s *seal) lookup(use string, parts ...string) []byte {
	h := hmac.New(sha256.New, s.mac)
	for _, part := range append([]string{use}, parts...) {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return h.Sum(nil)[:16]
}

// readKey reads a key file. One that others may write is refused: before the first
// start they could put there a key they know, and after it take everybody's words
// away with one of their own; and nobody needs it so. One that they may only read
// is not: that is how some machines hand out their secrets.
func readKey(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && meddled(info) {
		return nil, fmt.Errorf("%w: others on this machine can write the key file, and so put another in its place. Run: chmod 600 %s", ErrKey, path)
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: the key file %s is missing. Put your copy of it back, or point --key-file to it", ErrKey, path)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: read the key file: %w", ErrKey, err)
	}
	for line := range strings.Lines(string(b)) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), keyPrefix)
		if !ok {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(text)
		if err == nil && len(key) == 32 {
			return key, nil
		}
	}
	return nil, fmt.Errorf("%w: %s is not a key file of oneonone. Put your copy of it back, or point --key-file to it", ErrKey, path)
}

// makeKey makes a new key file that only its owner can read. It never
// overwrites one.
func makeKey(path string) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	_, err = f.WriteString(keyFileHead + keyPrefix + base64.StdEncoding.EncodeToString(key) + "\n")
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		// Half a key would be taken for a damaged one at the next start.
		os.Remove(path)
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	return key, nil
}

// syncDir makes a new file's name survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
