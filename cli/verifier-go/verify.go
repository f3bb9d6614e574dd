package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"
)

const (
	malformedEntry fault = "MALFORMED_ENTRY"
	wrongBank      fault = "WRONG_BANK"
	wrongSequence  fault = "WRONG_SEQUENCE"
	brokenLink     fault = "BROKEN_LINK"
	wrongHash      fault = "WRONG_HASH"
	wrongRoot      fault = "WRONG_ROOT"
	truncated      fault = "TRUNCATED"
)

const (
	genesisHash  = "0000000000000000000000000000000000000000000000000000000000000000"
	lineBytesMax = 1 << 25
)

// verdict is, but for a message, what `payscope audit verify --json` prints.
type verdict struct {
	OK          bool   `json:"ok"`
	Entries     uint64 `json:"entries"`
	Proven      uint64 `json:"proven"`
	Checkpoints int    `json:"checkpoints"`
	Signed      uint64 `json:"signed"`
	Root        string `json:"root"`
	HeadHash    string `json:"headHash"`
	Fault       *fault `json:"fault"`
	Sequence    uint64 `json:"sequence"`
}

// judge says what a dump, its checkpoints and the log's key are worth together.
func judge(dump io.Reader, notes []byte, keyText string) (verdict, error) {
	key, failed := parseKey(strings.TrimSpace(keyText))
	if failed != "" {
		return verdict{Fault: &failed}, nil
	}
	separate := separateNotes(notes)
	if len(separate) == 0 {
		failed = malformedCheckpoint
		return verdict{Fault: &failed}, nil
	}
	signed := map[uint64][]string{}
	var last uint64
	for _, note := range separate {
		opened, failed := openCheckpoint(note, key)
		if failed != "" {
			return verdict{Fault: &failed}, nil
		}
		signed[opened.size] = append(signed[opened.size], hex.EncodeToString(opened.root))
		last = max(last, opened.size)
	}
	bank := key.name[strings.LastIndexByte(key.name, '/')+1:]
	result, err := verifyDump(dump, bank, signed)
	result.Checkpoints, result.Signed = len(separate), last
	if result.Fault == nil && last > result.Entries {
		failed := truncated
		result.Fault, result.Sequence = &failed, last
	}
	result.OK = result.Fault == nil
	return result, err
}

func verifyDump(dump io.Reader, bank string, signed map[uint64][]string) (verdict, error) {
	lines := bufio.NewReaderSize(dump, 1<<20)
	grown := &tree{}
	result := verdict{HeadHash: genesisHash}
	finish := func(failed fault, sequence uint64) verdict {
		root := grown.root()
		result.Root = hex.EncodeToString(root[:])
		if failed != "" {
			result.Fault, result.Sequence = &failed, sequence
		}
		return result
	}
	if !rootsFit(grown, signed) {
		return finish(wrongRoot, 0), nil
	}
	for {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return finish("", 0), nil
		}
		next := result.Entries + 1
		if errors.Is(err, io.EOF) || errors.Is(err, errLineTooLong) {
			return finish(malformedEntry, next), nil
		}
		if err != nil {
			return result, err
		}
		if failed := checkLine(line, bank, next, result.HeadHash, &result); failed != "" {
			return finish(failed, next), nil
		}
		grown.push(line)
		result.Entries = next
		if !rootsFit(grown, signed) {
			return finish(wrongRoot, next), nil
		}
		if len(signed[next]) > 0 {
			result.Proven = next
		}
	}
}

func checkLine(line []byte, bank string, sequence uint64, head string, result *verdict) fault {
	read, ok := readEntry(line)
	switch {
	case !ok:
		return malformedEntry
	case read.bankID != bank:
		return wrongBank
	case read.sequence != strconv.FormatUint(sequence, 10):
		return wrongSequence
	case read.previousHash != head:
		return brokenLink
	case read.computed != read.hash:
		return wrongHash
	}
	result.HeadHash = read.hash
	return ""
}

// rootsFit holds where nothing was signed for this size; two roots for one size never fit.
func rootsFit(grown *tree, signed map[uint64][]string) bool {
	for _, root := range signed[grown.size] {
		now := grown.root()
		if root != hex.EncodeToString(now[:]) {
			return false
		}
	}
	return true
}

var errLineTooLong = errors.New("a line is longer than any entry")

// readLine gives a line without its newline; io.EOF with what is behind the last one.
func readLine(lines *bufio.Reader) ([]byte, error) {
	var whole []byte
	for {
		part, err := lines.ReadSlice('\n')
		whole = append(whole, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			if len(whole) > lineBytesMax {
				return whole, errLineTooLong
			}
			continue
		}
		if err != nil {
			return whole, err
		}
		return whole[:len(whole)-1], nil
	}
}
