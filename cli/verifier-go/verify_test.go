package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

var vectors = filepath.Join("..", "..", "test", "vectors", "audit")

func TestVerdictsAreThoseOfTheVectors(t *testing.T) {
	file, err := os.Open(filepath.Join(vectors, "cases.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	count := 0
	for ; lines.Scan(); count++ {
		var one struct {
			evidence
			Name    string          `json:"name"`
			Verdict json.RawMessage `json:"verdict"`
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		got, err := judge(bytes.NewReader(one.Dump), one.Checkpoints, one.Key)
		if err != nil {
			t.Fatal(err)
		}
		var want verdict
		if err := json.Unmarshal(one.Verdict, &want); err != nil {
			t.Fatal(err)
		}
		if text(t, got) != text(t, want) {
			t.Errorf("%s: got %s, want %s", one.Name, text(t, got), text(t, want))
		}
		if got.OK != (one.Name == "untouched") {
			t.Errorf("%s: ok is %v", one.Name, got.OK)
		}
	}
	if count < 20 {
		t.Errorf("only %d vectors", count)
	}
}

func TestRootsAreThoseOfTheVectors(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(vectors, "roots.json"))
	if err != nil {
		t.Fatal(err)
	}
	var roots []string
	if err := json.Unmarshal(content, &roots); err != nil {
		t.Fatal(err)
	}
	grown := &tree{}
	for size, want := range roots {
		if size > 0 {
			grown.push([]byte(fmt.Sprintf("leaf %d", size)))
		}
		if root := grown.root(); hex.EncodeToString(root[:]) != want {
			t.Errorf("the root of %d leaves is %x, want %s", size, root, want)
		}
	}
}

func text(t *testing.T, value verdict) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}
