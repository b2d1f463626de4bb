from course.explorers import ChoiceExplorer, KLExplorer

REFUSED = [({"explorers": {}}, "explorers is empty; expected at least one name")]


def example(**changes: object) -> ChoiceExplorer:
    return ChoiceExplorer(**{"explorers": {"near": KLExplorer(), "far": KLExplorer(mu=3.0)}, **changes})


def test_the_chosen_explorer_is_shown_with_its_picture_and_words():
    near, far = KLExplorer(mu=0.0, sigma=1.0), KLExplorer(mu=3.0, sigma=1.0)
    choice = ChoiceExplorer({"near": near, "far": far})
    assert choice._shown.children == (near.widget,)
    assert choice.still() == near.still()
    choice._choice.value = "far"
    assert choice._shown.children == (far.widget,)
    assert choice.still() == far.still()
    assert choice.words() == f"far: {far.words()}"
