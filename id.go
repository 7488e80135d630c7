package oneonone

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
)

// ID names a row: 16 random bytes, made before the row is written so that the
// row's sealed words can be bound to it. It is no secret and says nothing: not
// who, not when, not how many.
type ID [16]byte

// NewID makes an ID that no other row has.
func NewID() ID {
	var id ID
	rand.Read(id[:]) // never fails: the program ends instead
	return id
}

// Next is the ID after it.
func (id ID) Next() ID {
	for i := len(id) - 1; i >= 0; i-- {
		if id[i]++; id[i] != 0 {
			break
		}
	}
	return id
}

// ParseID reads what String wrote. Anything else is a NotFound error, because
// the only way to hold a malformed id is to have been handed something stale.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 2*len(id) {
		return ID{}, &Error{Kind: NotFound, Cause: fmt.Errorf("id of %d characters", len(s))}
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ID{}, &Error{Kind: NotFound, Cause: fmt.Errorf("parse id: %w", err)}
	}
	return id, nil
}

// String is the ID in 32 hexadecimal digits, fit for a button's value.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero says whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// Value stores the ID as a 16-byte blob; the zero ID as NULL.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id[:], nil
}

// Scan reads what Value stored.
func (id *ID) Scan(src any) error {
	switch b := src.(type) {
	case nil:
		*id = ID{}
		return nil
	case []byte:
		if len(b) == len(id) {
			copy(id[:], b)
			return nil
		}
	}
	return fmt.Errorf("scan id: got %T", src)
}
