package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"sort"
	"strings"
	"unicode/utf16"
)

// entry is what a line of a dump says of its place; its hash is computed from the whole of it.
type entry struct {
	bankID       string
	sequence     string
	hash         string
	previousHash string
	computed     string
}

const depthMax = 16

var (
	wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,14})$`)
	memberName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	hashText    = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// readEntry parses a line, writes it anew in canonical form (RFC 8785) and wants the same bytes.
func readEntry(line []byte) (entry, bool) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	var members map[string]any
	if err := decoder.Decode(&members); err != nil || members == nil {
		return entry{}, false
	}
	// A name given twice is lost here, so that what is written is not what was read.
	whole, ok := canonical(members, 1)
	if !ok || whole != string(line) {
		return entry{}, false
	}
	bankID, isBank := members["bankId"].(string)
	hash, isHash := members["hash"].(string)
	previous, isPrevious := members["previousHash"].(string)
	sequence, isSequence := members["sequence"].(json.Number)
	if !isBank || !isHash || !isPrevious || !isSequence || !hashText.MatchString(hash) || !hashText.MatchString(previous) {
		return entry{}, false
	}
	delete(members, "hash")
	content, _ := canonical(members, 1)
	sum := sha256.Sum256([]byte(content))
	return entry{bankID, sequence.String(), hash, previous, hex.EncodeToString(sum[:])}, true
}

func canonical(value any, depth int) (string, bool) {
	switch value := value.(type) {
	case nil:
		return "null", true
	case bool:
		if value {
			return "true", true
		}
		return "false", true
	case json.Number:
		return value.String(), wholeNumber.MatchString(value.String())
	case string:
		return canonicalString(value), true
	case []any:
		parts := make([]string, 0, len(value))
		for _, one := range value {
			part, ok := canonical(one, depth+1)
			if !ok {
				return "", false
			}
			parts = append(parts, part)
		}
		return "[" + strings.Join(parts, ",") + "]", depth <= depthMax
	case map[string]any:
		return canonicalObject(value, depth)
	}
	return "", false
}

func canonicalObject(members map[string]any, depth int) (string, bool) {
	names := make([]string, 0, len(members))
	for name := range members {
		if !memberName.MatchString(name) {
			return "", false
		}
		names = append(names, name)
	}
	sort.Slice(names, func(a, b int) bool { return lessUTF16(names[a], names[b]) })
	parts := make([]string, 0, len(names))
	for _, name := range names {
		part, ok := canonical(members[name], depth+1)
		if !ok {
			return "", false
		}
		parts = append(parts, canonicalString(name)+":"+part)
	}
	return "{" + strings.Join(parts, ",") + "}", depth <= depthMax
}

// §3.2.3: names are in the order of their UTF-16 code units.
func lessUTF16(a, b string) bool {
	left, right := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
	for at := 0; at < len(left) && at < len(right); at++ {
		if left[at] != right[at] {
			return left[at] < right[at]
		}
	}
	return len(left) < len(right)
}

// §3.2.2.2: seven short escapes, \u00xx for the other control characters, all else as it is.
func canonicalString(text string) string {
	const digits = "0123456789abcdef"
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	var out strings.Builder
	out.WriteByte('"')
	for _, character := range text {
		switch escape, isShort := short[character]; {
		case isShort:
			out.WriteString(escape)
		case character < ' ':
			out.WriteString(`\u00`)
			out.WriteByte(digits[character>>4])
			out.WriteByte(digits[character&15])
		default:
			out.WriteRune(character)
		}
	}
	out.WriteByte('"')
	return out.String()
}
