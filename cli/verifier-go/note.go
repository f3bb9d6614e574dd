package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fault says why evidence proves nothing, in the words both verifiers use.
type fault string

const (
	malformedCheckpoint fault = "MALFORMED_CHECKPOINT"
	unknownKey          fault = "UNKNOWN_KEY"
	badSignature        fault = "BAD_SIGNATURE"
	wrongOrigin         fault = "WRONG_ORIGIN"
)

const (
	typeEd25519    = 0x01
	noteUnitsMax   = 1_000_000
	signaturesMax  = 100
	safeIntegerMax = 1<<53 - 1
)

// verifierKey is a key of signed notes (https://c2sp.org/signed-note).
type verifierKey struct {
	name string
	id   []byte
	key  ed25519.PublicKey
}

// checkpoint is what a log has signed (https://c2sp.org/tlog-checkpoint).
type checkpoint struct {
	size uint64
	root []byte
}

var keyLine = regexp.MustCompile(`^([^+]*)\+([0-9a-f]{8})\+(.*)$`)

func parseKey(line string) (verifierKey, fault) {
	parts := keyLine.FindStringSubmatch(line)
	if parts == nil || !isKeyName(parts[1]) {
		return verifierKey{}, unknownKey
	}
	typed, ok := decodeBase64(parts[3])
	if !ok || len(typed) != 1+ed25519.PublicKeySize || typed[0] != typeEd25519 {
		return verifierKey{}, unknownKey
	}
	sum := sha256.Sum256(append([]byte(parts[1]+"\n"), typed...))
	if hex.EncodeToString(sum[:4]) != parts[2] {
		return verifierKey{}, unknownKey
	}
	return verifierKey{name: parts[1], id: sum[:4], key: ed25519.PublicKey(typed[1:])}, ""
}

// openCheckpoint gives what the key has signed, or says why it has not.
func openCheckpoint(note []byte, key verifierKey) (checkpoint, fault) {
	text, failed := openNote(note, key)
	if failed != "" {
		return checkpoint{}, failed
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 || lines[0] == "" {
		return checkpoint{}, malformedCheckpoint
	}
	for _, extension := range lines[3:] {
		if extension == "" {
			return checkpoint{}, malformedCheckpoint
		}
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	root, ok := decodeBase64(lines[2])
	if err != nil || strconv.FormatUint(size, 10) != lines[1] || size > safeIntegerMax || !ok || len(root) != sha256.Size {
		return checkpoint{}, malformedCheckpoint
	}
	if lines[0] != key.name {
		return checkpoint{}, wrongOrigin
	}
	return checkpoint{size: size, root: root}, ""
}

func openNote(note []byte, key verifierKey) (string, fault) {
	if !utf8.Valid(note) || len(note) > noteUnitsMax {
		return "", malformedCheckpoint
	}
	for _, character := range note {
		if character < ' ' && character != '\n' {
			return "", malformedCheckpoint
		}
	}
	end := bytes.LastIndex(note, []byte("\n\n"))
	if end < 0 || note[len(note)-1] != '\n' || end+2 == len(note) {
		return "", malformedCheckpoint
	}
	text := note[:end+1]
	lines := strings.Split(string(note[end+2:len(note)-1]), "\n")
	if len(lines) > signaturesMax {
		return "", malformedCheckpoint
	}
	// A malformed line makes the note none, whatever the others are worth.
	var mine [][]byte
	for _, line := range lines {
		parts := strings.Split(line, " ")
		if len(parts) != 3 || parts[0] != "—" || !isKeyName(parts[1]) {
			return "", malformedCheckpoint
		}
		decoded, ok := decodeBase64(parts[2])
		if !ok || len(decoded) <= 4 {
			return "", malformedCheckpoint
		}
		if parts[1] == key.name && bytes.Equal(decoded[:4], key.id) {
			mine = append(mine, decoded[4:])
		}
	}
	if len(mine) == 0 {
		return "", unknownKey
	}
	for _, signature := range mine {
		if len(signature) != ed25519.SignatureSize || !ed25519.Verify(key.key, text, signature) {
			return "", badSignature
		}
	}
	return string(text), ""
}

// separateNotes takes a file of checkpoints apart: a note ends with its last signature line.
func separateNotes(notes []byte) [][]byte {
	var separate [][]byte
	start, wasSignature := 0, false
	for at := 0; at < len(notes); {
		end := bytes.IndexByte(notes[at:], '\n')
		if end < 0 {
			end = len(notes)
		} else {
			end += at + 1
		}
		isSignature := bytes.HasPrefix(notes[at:end], []byte("— "))
		if wasSignature && !isSignature {
			separate = append(separate, notes[start:at])
			start = at
		}
		wasSignature = isSignature
		at = end
	}
	if start < len(notes) {
		separate = append(separate, notes[start:])
	}
	return separate
}

func isKeyName(name string) bool {
	if name == "" || !utf8.ValidString(name) {
		return false
	}
	return !strings.ContainsFunc(name, func(character rune) bool {
		return character == '+' || unicode.Is(unicode.White_Space, character) || unicode.IsControl(character)
	})
}

func decodeBase64(text string) ([]byte, bool) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	return decoded, err == nil
}
