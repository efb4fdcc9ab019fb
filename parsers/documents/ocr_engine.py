"""The OCR engine: where on a picture text stands, and what one line of it says.

The models come inside rapidocr's wheel and are run by onnxruntime directly: nothing is downloaded, and one thread gives
the same answer every time. Imported only when a page needs it.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

DETECTION_MODEL, RECOGNITION_MODEL = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # pixels of a line as the recognition model takes it
STEP = 8  # pixels of it for each of the model's answers
MAX_WIDTH = 3_200  # pixels of it; a longer line is squeezed
LEAST = 0.05  # a letter of less probability is no letter

LETTERS = (
    "".join(map(chr, range(32, 127)))
    + "£€§©®°±½¼¾·•–—‘’“”…×÷"
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôöøùúûüýÿŴŵŶŷ≤≥†‡"
)
"""What a British reply can hold: the model knows 18,000 signs, and would see a Chinese one in a smudge."""
FIGURES = "0123456789,.<>≤≥-–*%£/()+ "
ALIKE = str.maketrans(
    {
        "一": "-",
        "ー": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "＜": "<",
        "〈": "<",
        "《": "<",
        "＞": ">",
        "〇": "0",
        "○": "0",
    }
)


@dataclass(slots=True)
class Letter:
    """One letter as read: its probability, and where it stands in the picture, in pixels from the left."""

    text: str
    probability: float
    x: float


@dataclass(slots=True)
class Reading:
    """What a picture of one line says."""

    letters: list[Letter]

    @property
    def text(self) -> str:
        return "".join(x.text for x in self.letters).strip()

    @property
    def probability(self) -> float:
        """That of its least sure letter; 0 where nothing was read."""
        return min((x.probability for x in self.letters if x.text != " "), default=0.0)


class Engine:
    """The two models, loaded."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("rapidocr")
        places = list(found.submodule_search_locations or ()) if found else []
        if not places:
            raise ImportError("rapidocr, whose models read scans, is not installed")
        models = Path(places[0]) / "models"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # else it keeps the most that any page ever needed
        options.log_severity_level = 4
        self._detection = _session(models / DETECTION_MODEL, options)
        self._recognition = _session(models / RECOGNITION_MODEL, options)
        known = self._recognition.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._classes, self._letters = _folded(["", *known, " "])
        self._figures = np.array([x in FIGURES or not x for x in self._letters])

    def text_map(self, picture: np.ndarray) -> np.ndarray:
        """For a grey picture, how surely each of its pixels belongs to text, 0 to 1, in the picture's size."""
        high, wide = picture.shape
        taken = cv2.resize(picture, (max(32, round(wide / 32) * 32), max(32, round(high / 32) * 32)))
        answer = self._detection.run(None, {"x": _normal(taken)[None]})[0][0, 0]
        return cv2.resize(answer, (wide, high))

    def read(self, line: np.ndarray, figures: bool = False) -> Reading:
        """What a grey picture of one line says, dark on light; with `figures`, taken for a number or a mark."""
        high, wide = line.shape
        width = min(MAX_WIDTH, max(STEP, round(wide * HEIGHT / high)))
        taken = np.full((HEIGHT, -(-width // 32) * 32), 255, np.uint8)
        taken[:, :width] = cv2.resize(
            line, (width, HEIGHT), interpolation=cv2.INTER_AREA if high > HEIGHT else cv2.INTER_CUBIC
        )
        answer = self._recognition.run(None, {"x": _normal(taken)[None]})[0][0]
        folded = np.zeros((len(answer), len(self._letters)), np.float32)
        np.add.at(folded.T, self._classes[self._classes >= 0], answer.T[self._classes >= 0])
        if figures:
            folded[:, ~self._figures] = 0
        return Reading(list(self._decoded(folded, wide / width)))

    def _decoded(self, steps: np.ndarray, scale: float):
        """Letters of the best path: a letter goes on until another or the blank is more probable."""
        best = steps.argmax(axis=1)
        run: list[int] = []
        for step, kind in enumerate([*best, 0]):
            if run and kind != best[run[0]]:
                peak = max(run, key=lambda s: steps[s, best[s]])
                if steps[peak, best[peak]] >= LEAST:
                    x = (run[0] + run[-1] + 1) / 2 * STEP * scale
                    yield Letter(self._letters[best[peak]], float(steps[peak, best[peak]]), x)
                run = []
            if kind and step < len(best):
                run.append(step)


def _session(model: Path, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _folded(known: list[str]) -> tuple[np.ndarray, list[str]]:
    """For each of the model's classes the letter that it stands for here, -1 where none; and the letters, blank first."""
    letters = ["", *LETTERS]
    place = {letter: i for i, letter in enumerate(letters)}
    classes = []
    for text in known:
        plain = text.translate(ALIKE)
        bare = unicodedata.normalize("NFKD", plain)[
            :1
        ]  # a speck of dust under a letter makes it one of another language
        classes.append(place.get(plain, place.get(unicodedata.normalize("NFKC", plain), place.get(bare, -1))))
    return np.array(classes), letters


def _normal(picture: np.ndarray) -> np.ndarray:
    """The picture as the models take it: three channels, -1 to 1."""
    plain = picture.astype(np.float32) / 127.5 - 1
    return np.repeat(plain[None], 3, axis=0)


@cache
def engine() -> Engine:
    """The engine, loaded once in a process. Raises ImportError where it is not installed."""
    return Engine()


# ------------------------------------------------------------------------------------------------------ second opinion


@cache
def _tesseract() -> str | None:
    return shutil.which("tesseract")


def second_opinions(lines: list[np.ndarray]) -> list[str | None] | None:
    """What tesseract reads in each picture of a line, None where nothing; None for all where it is not on PATH or fails.

    All lines go into one picture, far apart: starting it takes longer than reading.
    """
    program = _tesseract()
    if program is None or not lines:
        return None
    gap = HEIGHT
    wide = max(x.shape[1] for x in lines) + 2 * gap
    tops, parts, at = [], [np.full((gap, wide), 255, np.uint8)], gap
    for line in lines:
        part = np.full((line.shape[0] + gap, wide), 255, np.uint8)
        part[: line.shape[0], gap : gap + line.shape[1]] = line
        tops.append(at)
        at += len(part)
        parts.append(part)
    _, packed = cv2.imencode(".png", np.vstack(parts))
    order = [
        program,
        "-",
        "-",
        "-l",
        "eng",
        "--psm",
        "6",
        "--dpi",
        "200",
        "-c",
        "load_system_dawg=0",
        "-c",
        "load_freq_dawg=0",
        "tsv",
    ]
    try:
        done = subprocess.run(
            order, input=packed.tobytes(), capture_output=True, timeout=60, check=True, env={"OMP_THREAD_LIMIT": "1"}
        )
    except (OSError, subprocess.SubprocessError):
        return None
    said: list[list[str]] = [[] for _ in lines]
    for row in done.stdout.decode("utf-8", "replace").splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) == 12 and fields[0] == "5" and fields[11].strip():
            middle = int(fields[7]) + int(fields[9]) / 2
            nearest = max((i for i, top in enumerate(tops) if top - gap / 2 <= middle), default=0)
            said[nearest].append(fields[11].strip())
    return [" ".join(words) or None for words in said]
