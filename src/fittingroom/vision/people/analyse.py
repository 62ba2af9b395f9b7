"""From a photo to a `Person`, step by step."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array, PersonNetworks
from fittingroom.vision.people.akimbo import on_hips
from fittingroom.vision.people.anchors import Detection
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.detector import find_carried
from fittingroom.vision.people.face import find_face
from fittingroom.vision.people.folding import outside_hair, unfolded
from fittingroom.vision.people.hands import find_hands
from fittingroom.vision.people.hiding import find_front
from fittingroom.vision.people.labelling import Labelling, find_labels
from fittingroom.vision.people.limbs import find_arms, find_legs
from fittingroom.vision.people.objects import find_objects
from fittingroom.vision.people.pose import find_pose
from fittingroom.vision.people.silhouette import find_silhouette
from fittingroom.vision.people.tone import skin_tone
from fittingroom.vision.people.torso import (
    find_torso,
    frame,
    hem_of,
    line_at,
    neck_base,
    shoulder_tips,
    waist_of,
)
from fittingroom.vision.person import Figure, Hand, Person

# A pose without a face is a person only if it is surely one.
_SURE, _CLEAR = 0.65, 0.72


def analyse_person(image: NDArray[np.uint8], networks: PersonNetworks) -> Person | None:
    """Find the largest person in uint8 H×W×3 RGB, or None where there is nobody.

    Bring the photo to working size first (a long side of about 1024): time grows with its pixels.
    """
    pose = find_pose(image, networks)
    if pose is None:
        return None
    face = find_face(image, pose.landmarks, networks)
    if face is None and (pose.score < _SURE or pose.clear < _CLEAR):
        return None
    with ThreadPoolExecutor(1, "hands") as beside:  # networks of their own, which wait for nothing
        hands = beside.submit(find_hands, image, pose.landmarks, networks)
        carried = beside.submit(find_carried, image, networks.object_detector)
        alpha = find_silhouette(image, pose, face, networks)
        return describe_person(image, pose.landmarks, face, hands.result(), alpha, pose.people, carried.result())


def describe_person(
    image: NDArray[np.uint8],
    pose: Array,
    face: Array | None,
    hands: tuple[Hand | None, Hand | None],
    alpha: Array,
    people: int = 1,
    carried: Sequence[Detection] = (),
) -> Person:
    """The part of the analysis that needs no network: landmarks and outline to labels, geometry, skin and layers.

    carried: boxes round what may be held or carried, in pixels of `image`."""
    pose = unfolded(pose, hands, alpha)
    found = find_labels(image, alpha, outside_hair(pose, hands, face), face, hands)
    pose = on_hips(pose, hands, found.labels)
    body = Body(pose, found.labels.shape)
    with ThreadPoolExecutor(1, "objects") as beside:
        finding = beside.submit(find_objects, image, alpha, found.labels, body, carried)
        figure = describe_figure(body, alpha, found)
        skin = skin_tone(image, found.labels, found.confidence)
        objects = finding.result()
    return Person(
        image=image,
        pose=pose,
        face=face,
        hands=hands,
        alpha=alpha,
        labels=found.labels,
        confidence=found.confidence,
        figure=figure,
        skin=skin,
        front=find_front(body, found.labels, figure.torso, figure.arms, objects),
        one_piece=found.one_piece,
        people=people,
    )


def describe_figure(body: Body, alpha: Array, found: Labelling) -> Figure:
    """Geometry from labels (at the size of `body`)."""
    labels = found.labels
    _, up, right = frame(body)
    tips = shoulder_tips(body, alpha, labels)
    arms, legs = find_arms(body, alpha, labels), find_legs(body, alpha, labels)
    torso = find_torso(body, alpha, labels, arms)
    return Figure(
        size=body.size,
        length=body.torso,
        up=up,
        right=right,
        tips=tips,
        neck=neck_base(body, alpha, labels, tips),
        torso=torso,
        waist=waist_of(torso),
        hips=line_at(torso, 1.0),
        hem=hem_of(found.hem, labels, torso),
        arms=arms,
        legs=legs,
    )
